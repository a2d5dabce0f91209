package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.CorrelatedResult;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * How the streams of one client delete.
 *
 * @param delete one call; it must not itself turn a 404 into a receipt, which says nothing about each of several files
 * @param options the options of the stream
 * @param notFoundMeansAbsent the client's setting; that of the options applies as well
 * @param isClosed whether the client is closed or closing, so that no further call can be sent
 * @param timer runs short tasks
 */
public record BulkDeletion(
        Function<DeletionRequest, Mono<DeletionReceipt>> delete,
        BulkOptions options,
        boolean notFoundMeansAbsent,
        BooleanSupplier isClosed,
        Scheduler timer) {

    /** Cold; one result per request. */
    public Flux<DeletionResult> deleteAll(Publisher<? extends DeletionRequest> requests) {
        return new BulkFlux<>(this, requests, Correlation.none());
    }

    /** Cold; one result per item. */
    public <T> Flux<CorrelatedResult<T>> deleteAll(
            Publisher<? extends T> items, Function<? super T, ? extends @Nullable DeletionRequest> toRequest) {
        return new BulkFlux<>(this, items, Correlation.by(toRequest));
    }
}
