package ai.extracta.deletions.benchmarks.micro;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/** Keeps what was emitted last. Used again for each call, so that it costs nothing itself; one thread at a time. */
final class LastValueSubscriber<T> implements CoreSubscriber<T> {

    private @Nullable T value;

    /** Returns what was emitted since this was last asked. */
    T takeValue() {
        T taken = value;
        if (taken == null) {
            throw new IllegalStateException("nothing was emitted before the subscription returned");
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
        throw new IllegalStateException("a call failed that must not", failure);
    }

    @Override
    public void onComplete() {}
}
