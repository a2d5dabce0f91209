package ai.extracta.deletions.internal.limit;

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

/** A dequeued task leaves no timer behind, and a late timer delays no task more than necessary. */
class LimiterTimerTest {

    private static final Duration LONG = Duration.ofDays(1);

    private final List<Disposable> timers = new ArrayList<>();
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Limiter limiter = new Limiter(Limit.fixed(1), 10, new RecordingScheduler(), () -> 0);
    private Runnable onSchedule = () -> {};
    private Duration timerLateness = Duration.ZERO;

    @Test
    void aTaskThatRunsImmediatelyNeedsNoTimer() {
        run(new ManualTask());

        assertThat(timers).isEmpty();
    }

    @Test
    void theTimerOfATaskThatGetsASlotIsStopped() {
        ManualTask first = run(new ManualTask());
        ManualTask waiting = run(new ManualTask());
        assertThat(timers).singleElement().matches(timer -> !timer.isDisposed());

        first.succeed();

        assertThat(waiting.isStarted()).isTrue();
        assertThat(timers).allMatch(Disposable::isDisposed);
    }

    @Test
    void theTimerOfACancelledTaskIsStopped() {
        run(new ManualTask());
        ManualTask waiting = run(new ManualTask());

        waiting.caller.cancel();

        assertThat(timers).hasSize(1).allMatch(Disposable::isDisposed);
    }

    @Test
    void theTimerOfARejectedTaskIsStopped() {
        run(new ManualTask());
        run(new ManualTask());

        limiter.close();

        assertThat(timers).hasSize(1).allMatch(Disposable::isDisposed);
    }

    @Test
    void theTimerOfATaskCancelledWhileItIsSetIsStopped() {
        run(new ManualTask());
        ManualTask waiting = new ManualTask();
        onSchedule = waiting.caller::cancel;

        run(waiting);

        assertThat(timers).hasSize(1).allMatch(Disposable::isDisposed);
    }

    @Test
    void theTimerOfATaskThatGetsASlotWhileItIsSetIsStopped() {
        ManualTask first = run(new ManualTask());
        onSchedule = first::succeed;

        ManualTask waiting = run(new ManualTask());

        assertThat(waiting.isStarted()).isTrue();
        assertThat(timers).hasSize(1).allMatch(Disposable::isDisposed);
    }

    @Test
    void aPauseIsOverWhenItsTimeIsEvenIfTheTimerIsLate() {
        limiter.pause(Duration.ofSeconds(1));
        timerLateness = Duration.ofSeconds(1).minusNanos(1);
        ManualTask early = run(new ManualTask());
        early.caller.cancel();
        timerLateness = Duration.ofSeconds(1);
        ManualTask onTime = run(new ManualTask());

        assertThat(early.isStarted()).isFalse();
        assertThat(onTime.isStarted()).isTrue();
    }

    private ManualTask run(ManualTask job) {
        new LimitedMono<>(limiter, job.mono(), LONG).subscribe(job.caller);
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
            onSchedule.run();
            return timer;
        }

        @Override
        public long now(TimeUnit unit) {
            return time.now(unit) + unit.convert(timerLateness);
        }

        @Override
        public Worker createWorker() {
            return Schedulers.immediate().createWorker();
        }
    }
}
