package ai.extracta.deletions.internal.bulk;

import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Violates the specification: emits null first. */
final class NullFirst implements Subscriber<Object> {

    private final Subscriber<Object> actual;
    private boolean begun;

    @SuppressWarnings("unchecked")
    NullFirst(Subscriber<?> actual) {
        this.actual = (Subscriber<Object>) actual;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        actual.onSubscribe(subscription);
    }

    @Override
    @SuppressWarnings("NullAway")
    public void onNext(Object element) {
        if (!begun) {
            begun = true;
            actual.onNext(null);
        }
        actual.onNext(element);
    }

    @Override
    public void onError(Throwable failure) {
        actual.onError(failure);
    }

    @Override
    public void onComplete() {
        actual.onComplete();
    }
}
