package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Those who share the ledger, if any: what they have started, they may have deleted. */
record OtherWriters(@Nullable DeletionLedger ledger, PendingOperations operations, StopSignal stop) {

    /** Continues with those of the requests that others have started, or with null if the ledger fails. */
    void startedOf(List<DeletionRequest> requests, Consumer<@Nullable Set<DeletionRequest>> onAnswer) {
        if (ledger == null) {
            onAnswer.accept(Set.of());
            return;
        }
        DeletionLedger shared = ledger;
        operations.subscribe(
                Mono.defer(() -> shared.startedByOthers(requests))
                        .map(answers -> started(requests, answers))
                        .switchIfEmpty(Mono.error(
                                () -> new IllegalStateException("the ledger did not say what others have started"))),
                (started, failure) -> {
                    if (failure != null) {
                        stop.stop(failure);
                    }
                    onAnswer.accept(started);
                });
    }

    private static Set<DeletionRequest> started(List<DeletionRequest> requests, List<Boolean> answers) {
        if (answers.size() != requests.size()) {
            throw new IllegalStateException("the ledger was asked whether others have started " + requests.size()
                    + " requests and gave " + answers.size() + " answers");
        }
        Set<DeletionRequest> started = new HashSet<>();
        for (int i = 0; i < requests.size(); i++) {
            if (answers.get(i)) {
                started.add(requests.get(i));
            }
        }
        return started;
    }
}
