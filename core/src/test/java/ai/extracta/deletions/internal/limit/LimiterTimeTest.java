package ai.extracta.deletions.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.internal.limit.LimiterRejectionException.Reason;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Time limits and pauses. */
class LimiterTimeTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration NANO = Duration.ofNanos(1);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Limiter limiter = new Limiter(Limit.fixed(1), 3, time, () -> 0);

    @Test
    void whoWaitsTooLongIsRejectedOnTimeAndNeverStarted() {
        ManualTask running = run(SECOND);
        ManualTask waiting = run(SECOND);

        time.advanceTimeBy(SECOND.minus(NANO));
        assertThat(waiting.caller.isTerminated()).isFalse();
        time.advanceTimeBy(NANO);

        assertThat(waiting.rejection()).isEqualTo(Reason.TIMED_OUT);
        running.succeed();
        assertThat(waiting.isStarted()).isFalse();
    }

    @Test
    void whoWasRejectedLeavesTheQueue() {
        List<ManualTask> jobs = Stream.generate(() -> run(SECOND)).limit(4).toList();
        assertThat(run(SECOND).rejection()).isEqualTo(Reason.FULL);

        time.advanceTimeBy(SECOND);

        assertThat(jobs.subList(1, 4)).allMatch(job -> job.rejection() == Reason.TIMED_OUT);
        assertThat(run(SECOND).caller.isTerminated()).isFalse();
    }

    @Test
    void theWaitLimitIsNotALimitOnRunning() {
        ManualTask running = run(SECOND);
        ManualTask next = run(SECOND);
        running.succeed();

        time.advanceTimeBy(Duration.ofDays(1));

        assertThat(next.caller.isTerminatedOrCancelled()).isFalse();
        next.succeed();
        assertThat(next.caller.getReceivedOnNext()).containsExactly("done");
    }

    @Test
    void eachWaitsAsLongAsItMay() {
        run(SECOND);
        ManualTask patient = run(Duration.ofSeconds(3));
        ManualTask hurried = run(SECOND);

        time.advanceTimeBy(Duration.ofSeconds(2));

        assertThat(hurried.rejection()).isEqualTo(Reason.TIMED_OUT);
        assertThat(patient.caller.isTerminated()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void whoMayNotWaitAtAllIsTooLateEvenIfASlotIsFree(long nanos) {
        ManualTask job = run(Duration.ofNanos(nanos));

        assertThat(job.rejection()).isEqualTo(Reason.TIMED_OUT);
        assertThat(job.isStarted()).isFalse();
    }

    @Test
    void whoMayWaitForEverDoes() {
        ManualTask running = run(SECOND);
        ManualTask waiting = run(ChronoUnit.FOREVER.getDuration());

        time.advanceTimeBy(Duration.ofDays(1000));
        assertThat(waiting.caller.isTerminated()).isFalse();
        running.succeed();

        assertThat(waiting.isStarted()).isTrue();
    }

    @Test
    void aPauseDelaysQueuedAndLaterCallersAndThenStartsThemInOrder() {
        ManualTask running = run(SECOND.multipliedBy(60));
        ManualTask waiting = run(SECOND.multipliedBy(60));
        limiter.pause(SECOND);
        ManualTask newcomer = run(SECOND.multipliedBy(60));

        running.succeed();
        time.advanceTimeBy(SECOND.minus(NANO));
        assertThat(waiting.isStarted()).isFalse();
        time.advanceTimeBy(NANO);

        assertThat(waiting.isStarted()).isTrue();
        assertThat(newcomer.isStarted()).isFalse();
        waiting.succeed();
        assertThat(newcomer.isStarted()).isTrue();
    }

    @Test
    void aPauseDelaysNewcomersEvenIfASlotIsFree() {
        limiter.pause(SECOND);
        ManualTask newcomer = run(SECOND.multipliedBy(60));

        assertThat(newcomer.isStarted()).isFalse();
        time.advanceTimeBy(SECOND);
        assertThat(newcomer.isStarted()).isTrue();
    }

    @Test
    void whatRunsGoesOnThroughAPause() {
        ManualTask running = run(SECOND);

        limiter.pause(SECOND);
        running.succeed();

        assertThat(running.caller.getReceivedOnNext()).containsExactly("done");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2999})
    void aPauseIsNeverShortened(long shorterMillis) {
        limiter.pause(Duration.ofSeconds(3));
        limiter.pause(Duration.ofMillis(shorterMillis));
        ManualTask job = run(SECOND.multipliedBy(60));

        time.advanceTimeBy(Duration.ofMillis(2999));
        assertThat(job.isStarted()).isFalse();
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(job.isStarted()).isTrue();
    }

    @Test
    void aLaterPauseIsCountedFromItsBeginningAndLengthensTheFirst() {
        limiter.pause(Duration.ofSeconds(3));
        time.advanceTimeBy(Duration.ofSeconds(2));
        limiter.pause(Duration.ofSeconds(3));
        ManualTask job = run(SECOND.multipliedBy(60));

        time.advanceTimeBy(Duration.ofMillis(2999));
        assertThat(job.isStarted()).isFalse();
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(job.isStarted()).isTrue();
    }

    @Test
    void aPauseCanFollowOneThatIsOver() {
        limiter.pause(SECOND);
        time.advanceTimeBy(SECOND);
        limiter.pause(SECOND);
        ManualTask job = run(SECOND.multipliedBy(60));

        assertThat(job.isStarted()).isFalse();
        time.advanceTimeBy(SECOND);
        assertThat(job.isStarted()).isTrue();
    }

    @Test
    void whoWaitsTooLongInAPauseIsRejectedAndNeverStarted() {
        limiter.pause(Duration.ofSeconds(3));
        ManualTask job = run(SECOND);

        time.advanceTimeBy(Duration.ofSeconds(3));

        assertThat(job.rejection()).isEqualTo(Reason.TIMED_OUT);
        assertThat(job.isStarted()).isFalse();
    }

    @Test
    void theQueueIsNoLongerInAPauseThanOtherwise() {
        limiter.pause(SECOND);
        List<ManualTask> jobs =
                Stream.generate(() -> run(SECOND.multipliedBy(60))).limit(4).toList();

        assertThat(jobs.get(3).rejection()).isEqualTo(Reason.FULL);
        assertThat(jobs.subList(0, 3)).noneMatch(job -> job.caller.isTerminated());
    }

    @Test
    void closingInAPauseRejectsTheQueue() {
        limiter.pause(SECOND);
        ManualTask job = run(SECOND.multipliedBy(60));

        limiter.close();
        time.advanceTimeBy(SECOND);

        assertThat(job.rejection()).isEqualTo(Reason.CLOSED);
        assertThat(job.isStarted()).isFalse();
    }

    @Test
    void aPauseOfForeverLastsAndDoesNotThrow() {
        limiter.pause(ChronoUnit.FOREVER.getDuration());
        ManualTask job = run(Duration.ofDays(2));

        time.advanceTimeBy(Duration.ofDays(1));

        assertThat(job.isStarted()).isFalse();
        assertThat(job.caller.isTerminated()).isFalse();
    }

    private ManualTask run(Duration maxWait) {
        ManualTask job = new ManualTask();
        new LimitedMono<>(limiter, job.mono(), maxWait).subscribe(job.caller);
        return job;
    }
}
