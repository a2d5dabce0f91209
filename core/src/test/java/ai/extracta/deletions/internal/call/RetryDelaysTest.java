package ai.extracta.deletions.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.internal.limit.LimiterRejectionException;
import ai.extracta.deletions.internal.limit.LimiterRejectionException.Reason;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;

class RetryDelaysTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final RetryDelays delays = new RetryDelays(time);

    @Test
    void aDelayEndsOnTime() {
        TestSubscriber<Void> delay = start(SECOND);

        time.advanceTimeBy(SECOND.minusNanos(1));
        assertThat(delay.isTerminated()).isFalse();
        time.advanceTimeBy(Duration.ofNanos(1));

        assertThat(delay.isTerminatedComplete()).isTrue();
    }

    @Test
    void closingFailsEveryDelayImmediatelyNowAndLater() {
        TestSubscriber<Void> first = start(SECOND);
        TestSubscriber<Void> second = start(SECOND);

        delays.close();
        delays.close();

        assertThat(reason(first)).isEqualTo(Reason.CLOSED);
        assertThat(reason(second)).isEqualTo(Reason.CLOSED);
        assertThat(reason(start(SECOND))).isEqualTo(Reason.CLOSED);
    }

    @Test
    void aDelayThatEndedOrWasCancelledLeavesNothingBehind() {
        start(SECOND);
        start(SECOND).cancel();
        assertThat(time.getScheduledTaskCount()).isEqualTo(2);

        time.advanceTimeBy(SECOND);

        assertThat(delays)
                .extracting("closed")
                .extracting(closed -> ((Sinks.Empty<?>) closed).currentSubscriberCount())
                .isEqualTo(0);
    }

    @Test
    void theTimerOfADelayThatIsCancelledOrFailedIsStopped() {
        List<Disposable> timers = new ArrayList<>();
        RetryDelays recorded = new RetryDelays(new VirtualTimers(timers));
        recorded.delay(SECOND).subscribe().dispose();
        TestSubscriber<Void> failed = TestSubscriber.create();
        recorded.delay(SECOND).subscribe(failed);
        assertThat(timers).extracting(Disposable::isDisposed).containsExactly(true, false);

        recorded.close();

        assertThat(timers).allMatch(Disposable::isDisposed);
    }

    /** Records the delayed tasks and never runs them. */
    private record VirtualTimers(List<Disposable> timers) implements Scheduler {

        @Override
        public Disposable schedule(Runnable task) {
            return Disposables.disposed();
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            timers.add(Disposables.single());
            return timers.get(timers.size() - 1);
        }

        @Override
        public Worker createWorker() {
            return Schedulers.immediate().createWorker();
        }
    }

    @Test
    void aDelayOfForeverDoesNotOverflow() {
        TestSubscriber<Void> delay = start(ChronoUnit.FOREVER.getDuration());

        time.advanceTimeBy(Duration.ofDays(1));

        assertThat(delay.isTerminated()).isFalse();
    }

    @Test
    void whicheverOfADelayAndTheCloseComesFirstTheDelayFails() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            for (int i = 0; i < 2_000; i++) {
                RetryDelays raced = new RetryDelays(time);
                Future<?> closing = thread.submit(raced::close);
                TestSubscriber<Void> delay = TestSubscriber.create();
                raced.delay(SECOND).subscribe(delay);
                closing.get(10, TimeUnit.SECONDS);
                assertThat(reason(delay)).isEqualTo(Reason.CLOSED);
            }
        } finally {
            thread.shutdownNow();
        }
    }

    private TestSubscriber<Void> start(Duration duration) {
        TestSubscriber<Void> caller = TestSubscriber.create();
        delays.delay(duration).subscribe(caller);
        return caller;
    }

    private static Reason reason(TestSubscriber<Void> delay) {
        return ((LimiterRejectionException) delay.expectTerminalError()).reason();
    }
}
