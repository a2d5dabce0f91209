package ai.extracta.deletions.internal;

import ai.extracta.deletions.internal.limit.LimiterRejectionException;
import static org.assertj.core.api.Assertions.assertThat;

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
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;

class PausesTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Pauses pauses = new Pauses(time);

    @Test
    void aPauseEndsOnTime() {
        TestSubscriber<Void> pause = pause(SECOND);

        time.advanceTimeBy(SECOND.minusNanos(1));
        assertThat(pause.isTerminated()).isFalse();
        time.advanceTimeBy(Duration.ofNanos(1));

        assertThat(pause.isTerminatedComplete()).isTrue();
    }

    @Test
    void closingEndsEveryPauseAtOnceNowAndLater() {
        TestSubscriber<Void> first = pause(SECOND);
        TestSubscriber<Void> second = pause(SECOND);

        pauses.close();
        pauses.close();

        assertThat(reason(first)).isEqualTo(Reason.CLOSED);
        assertThat(reason(second)).isEqualTo(Reason.CLOSED);
        assertThat(reason(pause(SECOND))).isEqualTo(Reason.CLOSED);
    }

    @Test
    void whatEndedOrWasCancelledLeavesNothingBehind() {
        pause(SECOND);
        pause(SECOND).cancel();
        assertThat(time.getScheduledTaskCount()).isEqualTo(2);

        time.advanceTimeBy(SECOND);

        assertThat(pauses)
                .extracting("underWay")
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.COLLECTION)
                .isEmpty();
    }

    @Test
    void theTimerOfAPauseThatIsCancelledOrCutIsStopped() {
        List<Disposable> timers = new ArrayList<>();
        Pauses recorded = new Pauses(new VirtualTimers(timers));
        recorded.pause(SECOND).subscribe().dispose();
        TestSubscriber<Void> cut = TestSubscriber.create();
        recorded.pause(SECOND).subscribe(cut);
        assertThat(timers).extracting(Disposable::isDisposed).containsExactly(true, false);

        recorded.close();

        assertThat(timers).allMatch(Disposable::isDisposed);
    }

    /** Remembers what it was asked to do later, and does nothing. */
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
    void aPauseOfForeverCanBeCounted() {
        TestSubscriber<Void> pause = pause(ChronoUnit.FOREVER.getDuration());

        time.advanceTimeBy(Duration.ofDays(1));

        assertThat(pause.isTerminated()).isFalse();
    }

    @Test
    void whicheverOfAPauseAndTheEndComesFirstThePauseIsCut() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            for (int i = 0; i < 2_000; i++) {
                Pauses raced = new Pauses(time);
                Future<?> closing = thread.submit(raced::close);
                TestSubscriber<Void> pause = TestSubscriber.create();
                raced.pause(SECOND).subscribe(pause);
                closing.get(10, TimeUnit.SECONDS);
                assertThat(reason(pause)).isEqualTo(Reason.CLOSED);
            }
        } finally {
            thread.shutdownNow();
        }
    }

    private TestSubscriber<Void> pause(Duration duration) {
        TestSubscriber<Void> caller = TestSubscriber.create();
        pauses.pause(duration).subscribe(caller);
        return caller;
    }

    private static Reason reason(TestSubscriber<Void> pause) {
        return ((LimiterRejectionException) pause.expectTerminalError()).reason();
    }
}
