package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.internal.bulk.SignalQueue.Signal;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/** Subscribes to calls and ledger operations; each completion is a signal. Used by one signal at a time. */
final class PendingOperations {

    @SuppressWarnings("rawtypes")
    private static final AtomicReferenceFieldUpdater<Operation, @Nullable Subscription> UPSTREAM =
            AtomicReferenceFieldUpdater.newUpdater(Operation.class, Subscription.class, "upstream");

    @SuppressWarnings("rawtypes")
    private static final AtomicIntegerFieldUpdater<Operation> ENDED =
            AtomicIntegerFieldUpdater.newUpdater(Operation.class, "ended");

    private final Context context;
    private final Consumer<Signal> signals;
    private final Set<Operation<?>> active = new HashSet<>();

    PendingOperations(Context context, Consumer<Signal> signals) {
        this.context = context;
        this.signals = signals;
    }

    /** Subscribes, and passes on the value, if there is one, or the failure, whatever is thrown. */
    <T> void subscribe(Mono<T> mono, BiConsumer<@Nullable T, @Nullable Throwable> onComplete) {
        Operation<T> operation = new Operation<>(onComplete);
        active.add(operation);
        try {
            mono.subscribe(operation);
        } catch (Throwable fatal) { // Reactor throws some Errors instead of emitting them
            operation.cancel();
            operation.onError(fatal);
        }
    }

    /** Whether every completion has been handled. */
    boolean isIdle() {
        return active.isEmpty();
    }

    /** Cancels all; no completion is passed on any more. */
    void cancel() {
        active.forEach(Operation::cancel);
        active.clear();
    }

    private final class Operation<T> extends Signal implements CoreSubscriber<T> {

        private final BiConsumer<@Nullable T, @Nullable Throwable> onComplete;

        @SuppressWarnings("UnusedVariable") // by name
        private volatile @Nullable Subscription upstream;

        @SuppressWarnings("UnusedVariable") // by name
        private volatile int ended;

        private @Nullable T value;
        private @Nullable Throwable failure;

        Operation(BiConsumer<@Nullable T, @Nullable Throwable> onComplete) {
            this.onComplete = onComplete;
        }

        @Override
        public Context currentContext() {
            return context;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            if (Operators.setOnce(UPSTREAM, this, subscription)) {
                subscription.request(Long.MAX_VALUE);
            }
        }

        @Override
        public void onNext(T emitted) {
            end(emitted, null);
        }

        @Override
        public void onComplete() {
            end(null, null);
        }

        @Override
        public void onError(Throwable thrown) {
            if (!end(null, thrown)) {
                Operators.onErrorDropped(thrown, context);
            }
        }

        /** Allocates nothing, as the thread that signals may not be able to. */
        private boolean end(@Nullable T emitted, @Nullable Throwable thrown) {
            if (!ENDED.compareAndSet(this, 0, 1)) {
                return false;
            }
            value = emitted;
            failure = thrown;
            signals.accept(this);
            return true;
        }

        @Override
        void handle() {
            active.remove(this);
            onComplete.accept(value, failure);
        }

        void cancel() {
            Operators.terminate(UPSTREAM, this);
        }
    }
}
