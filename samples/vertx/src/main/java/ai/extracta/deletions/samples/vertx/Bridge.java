package ai.extracta.deletions.samples.vertx;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** Between Reactor and Vert.x: one line for each direction. */
final class Bridge {

    private Bridge() {}

    /**
     * Subscribes to a Mono, and completes the future on the context's thread.
     *
     * <p>A Vert.x future cannot be cancelled, so neither can the subscription through it. What must be cancelled is
     * cancelled on the Mono, before the bridge: {@code toFuture(mono.takeUntilOther(abandoned), context)} closes the
     * connection of a call in flight, and completes with null. Time limits are the client's, on which the Mono fails.
     */
    static <T> Future<T> toFuture(Mono<T> mono, Context context) {
        return Future.fromCompletionStage(mono.toFuture(), context);
    }

    /** Starts the operation on each subscription. Cancelling ignores its result, but does not stop it. */
    static <T> Mono<T> toMono(Supplier<Future<T>> operation) {
        return Mono.fromCompletionStage(() -> operation.get().toCompletionStage());
    }
}
