package ai.extracta.deletions.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What a limit that learns is told. */
class LimiterFeedbackTest {

    private static final Duration LONG = Duration.ofDays(1);

    /** A failure that says something about the load. */
    private static final class Overload extends RuntimeException implements Load.Report {

        private static final long serialVersionUID = 1L;

        @Override
        public Load load() {
            return Load.REFUSED;
        }
    }

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<String> told = new ArrayList<>();
    private final Limiter limiter = new Limiter(new Telling(), 10, time, () -> 0);

    @Test
    void howManyRunHowLongEachRanAndHowItEnded() {
        time.advanceTimeBy(Duration.ofSeconds(5));
        Job first = run();
        time.advanceTimeBy(Duration.ofMillis(30));
        Job second = run();
        time.advanceTimeBy(Duration.ofMillis(40));

        first.succeed();
        second.fail(new Overload());

        assertThat(told).containsExactly("started 1", "started 2", "1: 70 ms BORNE, 2 ran", "2: 40 ms REFUSED, 1 ran");
    }

    @Test
    void theTimeSpentWaitingIsNotPartOfIt() {
        Job first = run();
        run();
        Job waiting = run();
        time.advanceTimeBy(Duration.ofMillis(30));
        first.succeed();
        time.advanceTimeBy(Duration.ofMillis(10));

        waiting.succeed();

        assertThat(told).endsWith("started 2", "3: 10 ms BORNE, 2 ran");
    }

    @Test
    void aCancelAnEmptyEndAndAnyOtherFailureSayNothingAboutTheLoad() {
        run().caller.cancel();
        run().completeEmpty();
        run().fail(new IllegalStateException("odd"));

        assertThat(told)
                .filteredOn(event -> !event.startsWith("started"))
                .containsExactly("1: 0 ms UNKNOWN, 1 ran", "2: 0 ms UNKNOWN, 1 ran", "3: 0 ms UNKNOWN, 1 ran");
    }

    private Job run() {
        Job job = new Job();
        limiter.admit(job.mono(), LONG).subscribe(job.caller);
        return job;
    }

    private final class Telling implements Limit {

        private int settings;

        @Override
        public int current() {
            return 2;
        }

        @Override
        public boolean learns() {
            return true;
        }

        @Override
        public int started(int running) {
            told.add("started " + running);
            return ++settings;
        }

        @Override
        public void ended(int setting, long nanos, Load load, int running) {
            told.add(setting + ": " + Duration.ofNanos(nanos).toMillis() + " ms " + load + ", " + running + " ran");
        }
    }
}
