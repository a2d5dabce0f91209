package ai.extracta.deletions.internal.bulk;

import static ai.extracta.deletions.internal.bulk.Bulk.LIMIT;
import static ai.extracta.deletions.internal.bulk.Bulk.deleteAll;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.AlreadyAbsent;
import ai.extracta.deletions.bulk.DeletionResult.Deleted;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Any mixture of files that can be deleted and files that are refused, for one of two reasons. */
class BisectionBudgetPropertiesTest {

    private static final String DELETABLE = "";

    /** In runs of the same kind, as an interrupted delivery leaves them, and of single ones. */
    @Provide
    Arbitrary<List<String>> mixtures() {
        Arbitrary<String> kind =
                Arbitraries.frequency(Tuple.of(5, DELETABLE), Tuple.of(5, "unknown"), Tuple.of(1, "locked"));
        Arbitrary<Integer> length = Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.just(1)),
                Tuple.of(1, Arbitraries.integers().between(1, 40)));
        return Combinators.combine(kind, length)
                .as((each, times) -> Collections.nCopies(times, each))
                .list()
                .ofMinSize(1)
                .ofMaxSize(12)
                .map(runs -> runs.stream().flatMap(List::stream).toList());
    }

    @Property(tries = 1_000)
    void nothingDeletableStaysUnlessEverythingIsRefusedAlike(
            @ForAll("mixtures") List<String> kinds,
            @ForAll @IntRange(min = 1, max = 20) int maxFilesPerCall,
            @ForAll @IntRange(min = 1, max = 5) int concurrency,
            @ForAll boolean notFoundMeansAbsent) {
        Server server = new Server(kinds);
        BulkOptions.Builder options =
                BulkOptions.builder().maxFilesPerCall(maxFilesPerCall).concurrency(concurrency);

        List<DeletionResult> results = server.run(notFoundMeansAbsent ? options.notFoundMeansAbsent() : options);

        assertThat(results).hasSize(kinds.size());
        if (!server.deleted.isEmpty() || server.reasons.size() > 1) {
            assertThat(server.deletable()).isEmpty();
        }
        assertThat(results).allSatisfy(result -> assertThat(result instanceof Deleted)
                .isEqualTo(server.deleted.contains(Server.id(result.request()))));
        assertThat(results)
                .filteredOn(AlreadyAbsent.class::isInstance)
                .noneMatch(result -> server.isDeletable(result.request()));
    }

    @Property(tries = 300)
    void theNumberOfCallsIsBounded(
            @ForAll("mixtures") List<String> kinds,
            @ForAll @IntRange(min = 1, max = 20) int maxFilesPerCall,
            @ForAll @IntRange(min = 1, max = 50) int window) {
        Server server = new Server(kinds);

        server.run(BulkOptions.builder()
                .maxFilesPerCall(maxFilesPerCall)
                .window(window)
                .linger(Duration.ofDays(1)));

        assertThat(server.calls).isLessThan(2 * kinds.size());
    }

    @Property(tries = 200)
    void ifEverythingIsRefusedAlikeOneCallIsBisectedAndTheOthersAreSampled(
            @ForAll @IntRange(min = 1, max = 500) int files,
            @ForAll @IntRange(min = 1, max = 50) int maxFilesPerCall,
            @ForAll @IntRange(min = 1, max = 5) int concurrency) {
        Server server = new Server(Collections.nCopies(files, "unknown"));

        server.run(BulkOptions.builder().maxFilesPerCall(maxFilesPerCall).concurrency(concurrency));

        int calls = (files + maxFilesPerCall - 1) / maxFilesPerCall;
        int largest = Math.min(files, maxFilesPerCall);
        assertThat(server.calls).isLessThanOrEqualTo(calls + 2 * (largest - 1) + 2 * (calls - 1));
    }

    /** Refuses a call for the reason of its first bad file, and then deletes nothing. */
    private static final class Server {

        private final Map<String, String> kinds = new HashMap<>();
        private final Set<String> deleted = new HashSet<>();
        private final Set<String> reasons = new HashSet<>();
        private final List<DeletionRequest> requests = new ArrayList<>();
        private int calls;

        Server(List<String> all) {
            for (int i = 0; i < all.size(); i++) {
                kinds.put("f-" + i, all.get(i));
                requests.add(Bulk.files("f-" + i));
            }
        }

        static String id(DeletionRequest request) {
            return ((DeleteFiles) request).fileIds().get(0);
        }

        boolean isDeletable(DeletionRequest request) {
            return DELETABLE.equals(kinds.get(id(request)));
        }

        List<String> deletable() {
            return kinds.keySet().stream()
                    .filter(id -> DELETABLE.equals(kinds.get(id)) && !deleted.contains(id))
                    .toList();
        }

        List<DeletionResult> run(BulkOptions.Builder options) {
            return Objects.requireNonNull(deleteAll(this::delete, options.build(), Flux.fromIterable(requests))
                    .collectList()
                    .block(LIMIT));
        }

        private Mono<DeletionReceipt> delete(DeletionRequest request) {
            calls++;
            List<String> ids = ((DeleteFiles) request).fileIds();
            String reason = ids.stream()
                    .map(id -> Objects.requireNonNull(kinds.get(id)))
                    .filter(kind -> !kind.equals(DELETABLE))
                    .findFirst()
                    .orElse(DELETABLE);
            if (!reason.equals(DELETABLE)) {
                reasons.add(reason);
                return Mono.error(new ResponseException(request, Outcome.REFUSED, 1, 404, reason, Headers.of(), ""));
            }
            deleted.addAll(ids);
            return Mono.just(ModelServer.receipt(request, Confirmation.CONFIRMED));
        }
    }
}
