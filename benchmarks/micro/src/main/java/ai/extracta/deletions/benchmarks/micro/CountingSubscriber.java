package ai.extracta.deletions.benchmarks.micro;

import ai.extracta.deletions.model.DeletionReceipt;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/** Counts receipts of many calls. One thread at a time. */
final class CountingSubscriber implements CoreSubscriber<DeletionReceipt> {

    private long count;

    long count() {
        return count;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(DeletionReceipt receipt) {
        count++;
    }

    @Override
    public void onError(Throwable failure) {
        throw new IllegalStateException("a call failed that must not", failure);
    }

    @Override
    public void onComplete() {}
}
