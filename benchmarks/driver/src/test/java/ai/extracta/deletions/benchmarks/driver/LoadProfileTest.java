package ai.extracta.deletions.benchmarks.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadProfileTest {

    private static final Duration SHORT = Duration.ofMillis(50);

    @ParameterizedTest
    @ValueSource(ints = {1, 4, -4})
    void countsEveryCall(int concurrency) throws InterruptedException {
        try (FakeContender contender = new FakeContender(Integer.MAX_VALUE)) {
            Sample sample = new LoadProfile(concurrency).measure(contender, SHORT);

            assertThat(sample.requests()).isPositive().isEqualTo(contender.calls.get());
            assertThat(sample.nanos()).isGreaterThanOrEqualTo(SHORT.toNanos());
            assertThat(sample.p50Nanos()).isPositive().isLessThanOrEqualTo(sample.p99Nanos());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void doesNotCountTheCallsThatOpenTheConnections(int concurrency) throws InterruptedException {
        try (FakeContender contender = new FakeContender(Integer.MAX_VALUE)) {
            Sample sample = new LoadProfile(concurrency).run(contender, SHORT);

            assertThat(sample.requests()).isPositive().isLessThan(contender.calls.get());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, -4})
    void neverHasMoreCallsInFlightThanConfigured(int concurrency) throws InterruptedException {
        try (FakeContender contender = new FakeContender(Integer.MAX_VALUE)) {
            new LoadProfile(concurrency).run(contender, SHORT);

            assertThat(contender.maxInFlight).hasValueBetween(1, Math.abs(concurrency));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void isNotWorthAnythingWhenACallFailed(int concurrency) {
        try (FakeContender contender = new FakeContender(3)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> new LoadProfile(concurrency).run(contender, SHORT))
                    .withMessageMatching("1 calls failed, [0-2] did not") // or the first ones were the warm-up
                    .withStackTraceContaining("status 500");
        }
    }

    @Test
    void knowsWhatTheBlockingThreadsAllocate() throws InterruptedException {
        try (FakeContender contender = new FakeContender(Integer.MAX_VALUE)) {
            assertThat(new LoadProfile(-2).run(contender, SHORT).bytesPerRequest())
                    .isGreaterThan(16);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, -3})
    void asksForTheClientOfEachCaller(int concurrency) throws InterruptedException {
        try (FakeContender contender = new FakeContender(Integer.MAX_VALUE)) {
            new LoadProfile(concurrency).measure(contender, SHORT);

            assertThat(contender.callers).containsExactlyInAnyOrder(0, 1, 2);
        }
    }

    @Test
    void needsACaller() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LoadProfile(0));
    }
}
