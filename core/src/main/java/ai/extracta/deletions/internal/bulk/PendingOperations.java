package ai.extracta.deletions.internal.bulk;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * Subscribes to calls and ledger operations; each completion runs as a task of the executor. Used within its tasks
 * only.
 */
final class PendingOperations {

    private final Context context;
    private final Executor executor;
    private final Set<Operation<?>> active = ConcurrentHashMap.newKeySet();
    private int incomplete;

    PendingOperations(Context context, Executor executor) {
        this.context = context;
        this.executor = executor;
    }

    /** Subscribes, and passes on the value, if there is one, or the failure. */
    <T> void subscribe(Mono<T> mono, BiConsumer<@Nullable T, @Nullable Throwable> onComplete) {
        Operation<T> operation = new Operation<>(onComplete);
        active.add(operation);
        incomplete++;
        mono.subscribe(operation);
    }

    /** Whether every completion has been handled. */
    boolean isIdle() {
        return incomplete == 0;
    }

    /** Cancels all; no completion is passed on any more. */
    void cancel() {
        active.forEach(BaseSubscriber::cancel);
        active.clear();
    }

    private final class Operation<T> extends BaseSubscriber<T> {

        private final BiConsumer<@Nullable T, @Nullable Throwable> onComplete;
        private @Nullable T value;

        Operation(BiConsumer<@Nullable T, @Nullable Throwable> onComplete) {
            this.onComplete = onComplete;
        }

        @Override
        public Context currentContext() {
            return context;
        }

        @Override
        protected void hookOnNext(T emitted) {
            value = emitted;
        }

        @Override
        protected void hookOnComplete() {
            complete(value, null);
        }

        @Override
        protected void hookOnError(Throwable failure) {
            complete(null, failure);
        }

        private void complete(@Nullable T result, @Nullable Throwable failure) {
            active.remove(this);
            executor.execute(() -> {
                incomplete--;
                onComplete.accept(result, failure);
            });
        }
    }
}
