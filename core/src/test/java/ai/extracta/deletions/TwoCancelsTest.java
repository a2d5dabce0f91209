package ai.extracta.deletions;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.transport.SendListener;
import ai.extracta.deletions.transport.TransportResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.test.subscriber.TestSubscriber;

/** Operators forward only the first of two cancels, so the second returns while the first is still propagating. */
class TwoCancelsTest {

    private final RecordingListener listener = new RecordingListener();
    private final Fixture fixture = new Fixture().listener(listener);
    private final CountDownLatch onItsWay = new CountDownLatch(1);
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final AtomicBoolean mayStillSend = new AtomicBoolean(true);

    @Test
    void theSecondDoesNotReportNotSentBeforeItIsTrue() throws InterruptedException {
        fixture.transport.then(SlowToCancel::new);
        TestSubscriber<DeletionReceipt> call = fixture.call();
        Thread deadline = new Thread(() -> fixture.pass(Duration.ofSeconds(10)));
        deadline.start();
        assertThat(onItsWay.await(10, TimeUnit.SECONDS)).isTrue();

        call.cancel();

        assertThat(listener.events).contains("cancelled NOT_SENT");
        assertThat(mayStillSend).isFalse();
        arrived.countDown();
        deadline.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(deadline.isAlive()).isFalse();
    }

    /** Propagates its first cancel slowly. */
    private final class SlowToCancel extends Mono<TransportResponse> implements Subscription {

        private final SendListener announcements;
        private final AtomicInteger cancels = new AtomicInteger();

        SlowToCancel(SendListener announcements) {
            this.announcements = announcements;
        }

        @Override
        public void subscribe(CoreSubscriber<? super TransportResponse> actual) {
            actual.onSubscribe(this);
        }

        @Override
        public void request(long n) {
            announcements.pending();
        }

        @Override
        public void cancel() {
            if (cancels.getAndIncrement() == 0) {
                onItsWay.countDown();
                await(arrived);
            }
            mayStillSend.set(false);
        }

        private static void await(CountDownLatch latch) {
            try {
                assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
