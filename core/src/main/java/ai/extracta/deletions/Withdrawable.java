package ai.extracta.deletions;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * An exchange whose cancel has reached the transport when it returns. Of two cancels at a time operators pass only the first
 * on, and the second returns while the first may still be on its way.
 */
final class Withdrawable<T> implements CoreSubscriber<T>, Subscription {

    private final CoreSubscriber<? super T> actual;
    private volatile Subscription exchange = Operators.emptySubscription();
    private volatile boolean isWithdrawn;

    Withdrawable(CoreSubscriber<? super T> actual) {
        this.actual = actual;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        exchange = subscription;
        actual.onSubscribe(this);
    }

    @Override
    public void onNext(T response) {
        actual.onNext(response);
    }

    @Override
    public void onError(Throwable failure) {
        actual.onError(failure);
    }

    @Override
    public void onComplete() {
        actual.onComplete();
    }

    @Override
    public void request(long n) {
        exchange.request(n);
    }

    @Override
    public void cancel() {
        if (!isWithdrawn) {
            exchange.cancel();
            isWithdrawn = true;
        }
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }
}
