package ai.extracta.deletions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be set. */
class RetryPolicyTest {

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void lessThanOneAttemptIsRefused(int attempts) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.safe().withMaxAttempts(attempts))
                .withMessage("maxAttempts is " + attempts + "; it must be at least 1");
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "-2, -1", "2, 1", "0, -1"})
    void aBackoffThatIsNegativeOrEndsBeforeItBeginsIsRefused(long min, long max) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.safe().withBackoff(Duration.ofSeconds(min), Duration.ofSeconds(max)))
                .withMessageStartingWith("the backoff is from " + Duration.ofSeconds(min));
    }

    @Test
    void aNegativeLimitOfRetryAfterIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.safe().withMaxRetryAfter(Duration.ofNanos(-1)))
                .withMessage("maxRetryAfter is PT-0.000000001S; it must not be negative");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1.01, Double.NaN, Double.POSITIVE_INFINITY})
    void aJitterOutOfRangeIsRefused(double jitter) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.safe().withJitter(jitter))
                .withMessage("jitter is " + jitter + "; it must be from 0 to 1");
    }

    @Test
    void aMissingConditionIsRefused() {
        assertThatNullPointerException()
                .isThrownBy(() -> RetryPolicy.when(null))
                .withMessage("condition");
    }

    @Test
    void aMissingDurationIsRefused() {
        assertThatNullPointerException().isThrownBy(() -> RetryPolicy.safe().withMaxRetryAfter(null));
        assertThatNullPointerException().isThrownBy(() -> RetryPolicy.safe().withBackoff(null, Duration.ZERO));
        assertThatNullPointerException().isThrownBy(() -> RetryPolicy.safe().withBackoff(Duration.ZERO, null));
    }

    @Test
    void aChangeIsACopyAndKeepsEverythingElse() {
        RetryPolicy original = RetryPolicy.safe();

        RetryPolicy changed = original.withMaxAttempts(9)
                .withJitter(0.5)
                .withBackoff(Duration.ofMillis(1), Duration.ofMillis(2))
                .withMaxRetryAfter(Duration.ofSeconds(4));

        assertThat(changed)
                .hasToString("RetryPolicy[SAFE, maxAttempts=9, backoff=PT0.001S..PT0.002S, jitter=0.5,"
                        + " maxRetryAfter=PT4S]");
        assertThat(changed.withMaxAttempts(3))
                .hasToString("RetryPolicy[SAFE, maxAttempts=3, backoff=PT0.001S..PT0.002S, jitter=0.5,"
                        + " maxRetryAfter=PT4S]");
        assertThat(original)
                .hasToString(
                        "RetryPolicy[SAFE, maxAttempts=3, backoff=PT0.2S..PT5S, jitter=1.0," + " maxRetryAfter=PT30S]");
    }
}
