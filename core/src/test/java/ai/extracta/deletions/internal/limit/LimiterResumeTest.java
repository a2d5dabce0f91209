package ai.extracta.deletions.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** After a pause the queued tasks do not all start in the same instant. */
class LimiterResumeTest {

    private static final Duration PAUSE = Duration.ofSeconds(8);
    private static final int LIMIT = 4;

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<Long> starts = new ArrayList<>();
    private final List<Integer> order = new ArrayList<>();

    @Test
    void theFirstStartsAreStaggeredByRandomGapsButNeverEarly() {
        Limiter limiter = pausedWith(LIMIT, () -> 0.5, PAUSE);

        subscribe(limiter, LIMIT, Mono.never());
        time.advanceTimeBy(PAUSE.multipliedBy(2));

        assertThat(starts).containsExactly(8_100L, 8_200L, 8_300L, 8_400L);
        assertThat(order).isSorted();
    }

    @Test
    void theStaggerIsATenthOfThePauseAtMostAndNeverLongerThanASecond() {
        assertThat(lastStartAfter(Duration.ofMillis(100))).isBetween(105L, 110L);
        assertThat(lastStartAfter(Duration.ofSeconds(10))).isBetween(10_900L, 11_000L);
        assertThat(lastStartAfter(Duration.ofHours(1))).isBetween(3_600_900L, 3_601_000L);
    }

    @Test
    void afterwardsNoTaskIsDelayed() {
        Limiter limiter = pausedWith(LIMIT, () -> 0.5, PAUSE);
        subscribe(limiter, LIMIT, Mono.empty());
        time.advanceTimeBy(PAUSE.multipliedBy(2));
        starts.clear();

        subscribe(limiter, LIMIT, Mono.never());

        assertThat(starts).hasSize(LIMIT);
    }

    @Test
    void aNewcomerInBetweenIsQueued() {
        Limiter limiter = pausedWith(LIMIT, () -> 0.5, PAUSE);
        subscribe(limiter, 2, Mono.never());
        time.advanceTimeBy(PAUSE.plusMillis(150));
        assertThat(starts).hasSize(1);

        subscribe(limiter, 1, Mono.never());
        assertThat(starts).hasSize(1);
        time.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(starts).containsExactly(8_100L, 8_200L, 8_300L);
    }

    @Test
    void aPauseInBetweenRestartsTheStagger() {
        Limiter limiter = pausedWith(LIMIT, () -> 0.5, PAUSE);
        subscribe(limiter, LIMIT, Mono.never());
        time.advanceTimeBy(PAUSE.plusMillis(100));

        limiter.pause(PAUSE);
        time.advanceTimeBy(PAUSE.multipliedBy(2));

        assertThat(starts).containsExactly(8_100L, 16_200L, 16_300L, 16_400L);
    }

    @Test
    void noPauseNoStagger() {
        Limiter limiter = pausedWith(LIMIT, () -> 0.999, Duration.ZERO);

        subscribe(limiter, LIMIT, Mono.never());

        assertThat(starts).containsExactly(0L, 0L, 0L, 0L);
    }

    private long lastStartAfter(Duration pause) {
        starts.clear();
        long before = time.now(TimeUnit.MILLISECONDS);
        DoubleSupplier nearlyOne = () -> 0.999;
        subscribe(pausedWith(LIMIT, nearlyOne, pause), LIMIT, Mono.never());
        time.advanceTimeBy(pause.multipliedBy(2));
        assertThat(starts).hasSize(LIMIT);
        return starts.get(LIMIT - 1) - before;
    }

    private Limiter pausedWith(int limit, DoubleSupplier random, Duration pause) {
        Limiter limiter = new Limiter(Limit.fixed(limit), 100, time, random);
        limiter.pause(pause);
        return limiter;
    }

    private void subscribe(Limiter limiter, int callers, Mono<Object> work) {
        for (int i = 0; i < callers; i++) {
            int number = i;
            Mono<Object> recorded = Mono.defer(() -> {
                starts.add(time.now(TimeUnit.MILLISECONDS));
                order.add(number);
                return work;
            });
            new LimitedMono<>(limiter, recorded, Duration.ofDays(1)).subscribe();
        }
    }

    @Test
    void theStaggerIsRandom() {
        Limiter limiter = pausedWith(LIMIT, new Random(7)::nextDouble, PAUSE);
        subscribe(limiter, LIMIT, Mono.never());
        time.advanceTimeBy(PAUSE.multipliedBy(2));

        assertThat(starts).doesNotHaveDuplicates().isSorted();
        assertThat(starts.get(0)).isGreaterThan(PAUSE.toMillis());
    }
}
