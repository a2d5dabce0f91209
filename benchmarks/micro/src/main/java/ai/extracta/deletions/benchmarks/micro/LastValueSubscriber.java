package ai.extracta.deletions.benchmarks.micro;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/** Keeps the last value. Reused for all calls, so that it does not allocate; confined to one thread. */
final class LastValueSubscriber<T> implements CoreSubscriber<T> {

    private @Nullable T value;

    /** Returns and clears the last value. */
    T takeValue() {
        T taken = value;
        if (taken == null) {
            throw new IllegalStateException("no value was emitted");
        }
        value = null;
        return taken;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(T emitted) {
        value = emitted;
    }

    @Override
    public void onError(Throwable failure) {
        throw new IllegalStateException("a call failed", failure);
    }

    @Override
    public void onComplete() {}
}
