package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.internal.Scope;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** The ledger, should there be one: results are published once it has them. */
final class Books {

    private static final Logger LOG = LoggerFactory.getLogger(DeletionLedger.class);

    private final @Nullable DeletionLedger ledger;
    private final Steps steps;
    private final Consumer<DeletionResult> publish;
    private int open;

    Books(@Nullable DeletionLedger ledger, Steps steps, Consumer<DeletionResult> publish) {
        this.ledger = ledger;
        this.steps = steps;
        this.publish = publish;
    }

    boolean areClosed() {
        return open == 0;
    }

    /** Hands over what is known of the requests of these, and of those that would take them along. */
    void lookUp(List<Entry> entries, BiConsumer<@Nullable Map<DeletionRequest, State>, @Nullable Throwable> end) {
        if (ledger == null) {
            end.accept(Map.of(), null);
            return;
        }
        DeletionLedger asked = ledger;
        Set<DeletionRequest> distinct = new LinkedHashSet<>();
        for (Entry entry : entries) {
            distinct.add(entry.request());
            distinct.addAll(Scope.widerThan(entry.request()));
        }
        List<DeletionRequest> requests = List.copyOf(distinct);
        take(
                Mono.defer(() -> asked.lookup(requests)).map(states -> known(requests, states)),
                (known, failure) -> end.accept(known, known == null && failure == null ? silence() : failure));
    }

    private static Map<DeletionRequest, State> known(List<DeletionRequest> requests, List<State> states) {
        if (states.size() != requests.size()) {
            throw new IllegalStateException(
                    "the ledger was asked for " + requests.size() + " states and gave " + states.size());
        }
        Map<DeletionRequest, State> known = new HashMap<>();
        for (int i = 0; i < requests.size(); i++) {
            known.put(requests.get(i), states.get(i));
        }
        return known;
    }

    private static IllegalStateException silence() {
        return new IllegalStateException("the ledger gave no states");
    }

    /** Hands over the failure, if there is one, once it is durable that these are about to be sent. */
    void begin(List<Entry> entries, Consumer<@Nullable Throwable> end) {
        if (ledger == null || entries.isEmpty()) {
            end.accept(null);
            return;
        }
        DeletionLedger writable = ledger;
        take(Mono.defer(() -> writable.begin(requests(entries))), (nothing, failure) -> end.accept(failure));
    }

    /** Publishes the results of settled entries; those that had begun when that is durable, or cannot be made so. */
    void finish(List<Entry> entries, Consumer<Throwable> onFailure) {
        entries.stream().filter(entry -> !isRecorded(entry)).map(Entry::result).forEach(publish);
        List<DeletionResult> results =
                entries.stream().filter(this::isRecorded).map(Entry::result).toList();
        if (!results.isEmpty()) {
            take(finished(results), (nothing, failure) -> {
                results.forEach(publish);
                if (failure != null) {
                    onFailure.accept(failure);
                }
            });
        }
    }

    private boolean isRecorded(Entry entry) {
        return ledger != null && entry.isBegun();
    }

    /** For results that nobody waits for any more. */
    void finishUnheard(List<DeletionResult> results) {
        if (ledger != null && !results.isEmpty()) {
            finished(results)
                    .subscribe(
                            nothing -> {},
                            failure -> LOG.debug("The ledger could not record what was cancelled", failure));
        }
    }

    private Mono<Void> finished(List<DeletionResult> results) {
        DeletionLedger writable = ledger;
        return writable == null ? Mono.empty() : Mono.defer(() -> writable.finish(results));
    }

    private <T> void take(Mono<T> mono, BiConsumer<@Nullable T, @Nullable Throwable> end) {
        open++;
        steps.take(mono, (value, failure) -> {
            open--;
            end.accept(value, failure);
        });
    }

    private static List<DeletionRequest> requests(List<Entry> entries) {
        return entries.stream().map(Entry::request).toList();
    }
}
