package ai.extracta.deletions.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.transport.TransportResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;

/** Cancels what has ended already, as a careless subscriber may (Reactive Streams rule 3.6). */
final class LateCanceller implements CoreSubscriber<TransportResponse> {

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Subscription subscription = Operators.emptySubscription();

    void awaitEndAndCancel() {
        try {
            assertThat(ended.await(ContractContext.TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        subscription.cancel();
    }

    @Override
    public void onSubscribe(Subscription exchange) {
        subscription = exchange;
        exchange.request(1);
    }

    @Override
    public void onNext(TransportResponse response) {}

    @Override
    public void onError(Throwable failure) {
        ended.countDown();
    }

    @Override
    public void onComplete() {
        ended.countDown();
    }
}
