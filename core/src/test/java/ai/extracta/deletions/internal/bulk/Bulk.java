package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.CorrelatedResult;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Shared by the tests of bulk deletion. */
final class Bulk {

    static final Duration LIMIT = Duration.ofSeconds(20);

    private Bulk() {}

    static DeleteFiles files(String... ids) {
        return new DeleteFiles("cls-1", "batch-1", List.of(ids));
    }

    static Flux<DeletionResult> deleteAll(
            Function<DeletionRequest, Mono<DeletionReceipt>> delete,
            BulkOptions options,
            Publisher<? extends DeletionRequest> requests) {
        return new BulkDeletion(delete, options, false, () -> false, Schedulers.parallel()).deleteAll(requests);
    }

    static <T> Flux<CorrelatedResult<T>> deleteAll(
            Function<DeletionRequest, Mono<DeletionReceipt>> delete,
            BulkOptions options,
            Publisher<? extends T> items,
            Function<? super T, ? extends @Nullable DeletionRequest> toRequest) {
        return new BulkDeletion(delete, options, false, () -> false, Schedulers.parallel()).deleteAll(items, toRequest);
    }

    /** The results in the order of the requests. */
    static List<DeletionResult> results(
            Function<DeletionRequest, Mono<DeletionReceipt>> delete, BulkOptions options, DeletionRequest... requests) {
        List<DeletionResult> results = Objects.requireNonNull(
                deleteAll(delete, options, Flux.just(requests)).collectList().block(LIMIT));
        return results.stream()
                .sorted(Comparator.comparing(DeletionResult::index))
                .toList();
    }

    static Failed failed(DeletionResult result) {
        return (Failed) result;
    }

    static BulkOptions.Builder quick() {
        return BulkOptions.builder().linger(Duration.ZERO);
    }
}
