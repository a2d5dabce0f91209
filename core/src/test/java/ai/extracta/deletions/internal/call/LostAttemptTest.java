package ai.extracta.deletions.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.CallListener;
import ai.extracta.deletions.internal.limit.Limit;
import ai.extracta.deletions.internal.limit.Limiter;
import ai.extracta.deletions.internal.protocol.ApiResponse;
import ai.extracta.deletions.internal.protocol.Endpoints;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The signal of an attempt is lost to an Error, such as an exhausted heap. */
class LostAttemptTest {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private int lost;

    @Test
    void theCallIsFailedEachSecondUntilThatSucceeds() {
        Attempt attempt = new Attempt(context(), 1, 0, null, this::failToFail);
        attempt.subscribe(new ThrowingSubscriber());

        time.advanceTimeBy(DEADLINE);
        assertThat(lost).isZero();
        time.advanceTimeBy(Duration.ofSeconds(5));

        assertThat(lost).isEqualTo(3);
    }

    private void failToFail(Attempt attempt) {
        lost++;
        if (lost < 3) {
            throw new OutOfMemoryError("simulated");
        }
    }

    private CallContext context() {
        CallSettings settings = new CallSettings(
                TokenSource.fixed("k3y-0123456789"),
                Endpoints.forBaseUri(URI.create("https://api.example/v1"), false),
                RetryRules.of(RetryRules.Mode.NONE),
                DEADLINE,
                DEADLINE,
                false,
                new SafeListener((request, context) -> CallListener.NOOP));
        Scheduler timer = new SwallowingTimer(time);
        ClientResources resources = new ClientResources(
                Lease.borrowed(new SilentTransport()),
                new Limiter(Limit.fixed(1), 1, timer, () -> 0),
                new ClientTimer(timer, () -> {}),
                () -> 0);
        return new CallContext(
                settings,
                resources,
                new DeleteBatch("c-1", "b-1"),
                ByteBuffer.allocate(0),
                CallListener.NOOP,
                timer.now(TimeUnit.NANOSECONDS));
    }

    /** Loses what a task throws, as the threads of a client do. */
    private record SwallowingTimer(Scheduler timer) implements Scheduler {

        @Override
        public Disposable schedule(Runnable task) {
            return schedule(task, 0, TimeUnit.NANOSECONDS);
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            return timer.schedule(() -> run(task), delay, unit);
        }

        private static void run(Runnable task) {
            try {
                task.run();
            } catch (OutOfMemoryError lost) {
                assertThat(lost).hasMessage("simulated");
            }
        }

        @Override
        public Worker createWorker() {
            return timer.createWorker();
        }

        @Override
        public long now(TimeUnit unit) {
            return timer.now(unit);
        }
    }

    private static final class SilentTransport implements HttpTransport {

        @Override
        public String name() {
            return "silent";
        }

        @Override
        public Mono<TransportResponse> exchange(TransportRequest request) {
            return Mono.never();
        }

        @Override
        public Mono<Void> closeLater() {
            return Mono.empty();
        }
    }

    private static final class ThrowingSubscriber implements CoreSubscriber<ApiResponse> {

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(1);
        }

        @Override
        public void onNext(ApiResponse response) {
            throw new AssertionError("there is no response");
        }

        @Override
        public void onError(Throwable failure) {
            throw new OutOfMemoryError("simulated");
        }

        @Override
        public void onComplete() {
            throw new AssertionError("there is no response");
        }
    }
}
