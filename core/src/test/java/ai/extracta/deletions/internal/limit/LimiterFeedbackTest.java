package ai.extracta.deletions.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The samples that an adaptive limit receives. */
class LimiterFeedbackTest {

    private static final Duration LONG = Duration.ofDays(1);

    /** A failure with a signal for the limit. */
    private static final class ThrottledException extends RuntimeException implements LimitSignal.Source {

        private static final long serialVersionUID = 1L;

        @Override
        public LimitSignal limitSignal() {
            return LimitSignal.THROTTLED;
        }
    }

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<String> events = new ArrayList<>();
    private final Limiter limiter = new Limiter(new RecordingLimit(), 10, time, () -> 0);

    @Test
    void howManyRunHowLongEachRanAndHowItEnded() {
        time.advanceTimeBy(Duration.ofSeconds(5));
        ManualTask first = run();
        time.advanceTimeBy(Duration.ofMillis(30));
        ManualTask second = run();
        time.advanceTimeBy(Duration.ofMillis(40));

        first.succeed();
        second.fail(new ThrottledException());

        assertThat(events)
                .containsExactly("started 1", "started 2", "1: 70 ms SUCCESS, 2 ran", "2: 40 ms THROTTLED, 1 ran");
    }

    @Test
    void theTimeSpentWaitingIsNotPartOfIt() {
        ManualTask first = run();
        run();
        ManualTask waiting = run();
        time.advanceTimeBy(Duration.ofMillis(30));
        first.succeed();
        time.advanceTimeBy(Duration.ofMillis(10));

        waiting.succeed();

        assertThat(events).endsWith("started 2", "3: 10 ms SUCCESS, 2 ran");
    }

    @Test
    void aCancelAnEmptyMonoAndAnyOtherFailureAreIgnored() {
        run().caller.cancel();
        run().completeEmpty();
        run().fail(new IllegalStateException("odd"));

        assertThat(events)
                .filteredOn(event -> !event.startsWith("started"))
                .containsExactly("1: 0 ms IGNORED, 1 ran", "2: 0 ms IGNORED, 1 ran", "3: 0 ms IGNORED, 1 ran");
    }

    private ManualTask run() {
        ManualTask job = new ManualTask();
        new LimitedMono<>(limiter, job.mono(), LONG).subscribe(job.caller);
        return job;
    }

    private final class RecordingLimit implements Limit {

        private int generations;

        @Override
        public int current() {
            return 2;
        }

        @Override
        public boolean isAdaptive() {
            return true;
        }

        @Override
        public int onStart(int inFlight) {
            events.add("started " + inFlight);
            return ++generations;
        }

        @Override
        public void onSample(int generation, long durationNanos, LimitSignal signal, int inFlight) {
            events.add(generation + ": " + Duration.ofNanos(durationNanos).toMillis() + " ms " + signal + ", "
                    + inFlight + " ran");
        }
    }
}
