package ai.extracta.deletions.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Whoever no longer waits leaves no timer behind, and a timer that is late delays nobody more than it must. */
class LimiterTimerTest {

    private static final Duration LONG = Duration.ofDays(1);

    private final List<Disposable> timers = new ArrayList<>();
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Limiter limiter = new Limiter(Limit.fixed(1), 10, new RecordingScheduler(), () -> 0);
    private Runnable whenSet = () -> {};
    private Duration passedUnnoticed = Duration.ZERO;

    @Test
    void whoRunsAtOnceNeedsNoTimer() {
        run(new Job());

        assertThat(timers).isEmpty();
    }

    @Test
    void theTimerOfWhoGetsASlotIsStopped() {
        Job first = run(new Job());
        Job waiting = run(new Job());
        assertThat(timers).singleElement().matches(timer -> !timer.isDisposed());

        first.succeed();

        assertThat(waiting.isStarted()).isTrue();
        assertThat(timers).allMatch(Disposable::isDisposed);
    }

    @Test
    void theTimerOfWhoIsCancelledIsStopped() {
        run(new Job());
        Job waiting = run(new Job());

        waiting.caller.cancel();

        assertThat(timers).hasSize(1).allMatch(Disposable::isDisposed);
    }

    @Test
    void theTimerOfWhoIsTurnedAwayIsStopped() {
        run(new Job());
        run(new Job());

        limiter.close();

        assertThat(timers).hasSize(1).allMatch(Disposable::isDisposed);
    }

    @Test
    void theTimerOfWhoIsCancelledWhileItIsSetIsStopped() {
        run(new Job());
        Job waiting = new Job();
        whenSet = waiting.caller::cancel;

        run(waiting);

        assertThat(timers).hasSize(1).allMatch(Disposable::isDisposed);
    }

    @Test
    void theTimerOfWhoGetsASlotWhileItIsSetIsStopped() {
        Job first = run(new Job());
        whenSet = first::succeed;

        Job waiting = run(new Job());

        assertThat(waiting.isStarted()).isTrue();
        assertThat(timers).hasSize(1).allMatch(Disposable::isDisposed);
    }

    @Test
    void aPauseIsOverWhenItsTimeIsEvenIfTheTimerIsLate() {
        limiter.pause(Duration.ofSeconds(1));
        passedUnnoticed = Duration.ofSeconds(1).minusNanos(1);
        Job early = run(new Job());
        early.caller.cancel();
        passedUnnoticed = Duration.ofSeconds(1);
        Job onTime = run(new Job());

        assertThat(early.isStarted()).isFalse();
        assertThat(onTime.isStarted()).isTrue();
    }

    private Job run(Job job) {
        limiter.admit(job.mono(), LONG).subscribe(job.caller);
        return job;
    }

    private final class RecordingScheduler implements Scheduler {

        @Override
        public Disposable schedule(Runnable task) {
            return time.schedule(task);
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            Disposable timer = time.schedule(task, delay, unit);
            timers.add(timer);
            whenSet.run();
            return timer;
        }

        @Override
        public long now(TimeUnit unit) {
            return time.now(unit) + unit.convert(passedUnnoticed);
        }

        @Override
        public Worker createWorker() {
            return Schedulers.immediate().createWorker();
        }
    }
}
