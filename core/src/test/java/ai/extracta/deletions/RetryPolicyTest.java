package ai.extracta.deletions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.internal.protocol.ApiResponse;
import ai.extracta.deletions.internal.protocol.BearerToken;
import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long the pauses are, and what can be set. */
class RetryPolicyTest {

    private final AttemptFailure lost =
            new AttemptFailure.NoAnswer(new TransportException(Kind.CONNECTION_LOST, true, "reset"));
    private final DoubleSupplier random = new Random(4711)::nextDouble;

    @ParameterizedTest
    @CsvSource({"1, 200", "2, 400", "3, 800", "4, 1600", "5, 3200", "6, 5000", "7, 5000", "1000, 5000"})
    void pausesAreRandomPartsOfALengthThatDoublesUpToAMaximum(int attempts, long longestMillis) {
        long longest = Duration.ofMillis(longestMillis).toNanos();

        long[] pauses = pauses(RetryPolicy.safe(), attempts, 2000);

        assertThat(LongStream.of(pauses).max().orElseThrow()).isBetween(longest * 9 / 10, longest);
        assertThat(LongStream.of(pauses).min().orElseThrow()).isBetween(0L, longest / 10);
    }

    @Test
    void theLengthNeverExceedsTheMaximumWhereDoublingWould() {
        RetryPolicy policy = RetryPolicy.safe().withBackoff(Duration.ofNanos(60), Duration.ofNanos(100));

        assertThat(LongStream.of(pauses(policy, 2, 5000)).max()).hasValue(100);
        assertThat(LongStream.of(pauses(policy, 1, 5000)).max()).hasValue(60);
    }

    @Test
    void pausesCanBeSwitchedOff() {
        RetryPolicy policy = RetryPolicy.safe().withBackoff(Duration.ZERO, Duration.ZERO);

        assertThat(pauses(policy, 3, 100)).containsOnly(0);
    }

    @Test
    void aBackoffOfForeverCanBeCounted() {
        Duration forever = ChronoUnit.FOREVER.getDuration();
        RetryPolicy policy = RetryPolicy.safe().withBackoff(forever, forever);

        assertThat(policy.pauseAfter(lost, 1, random)).isPositive();
        assertThat(policy.pauseAfter(lost, 100, random)).isPositive();
    }

    @Test
    void theLongestBackoffALongCanHoldCanBeCounted() {
        Duration longest = Duration.ofNanos(Long.MAX_VALUE);

        assertThat(RetryPolicy.safe().withBackoff(longest, longest).pauseAfter(lost, 1, random))
                .isPositive();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "30, 30", "31, 30", "99999999999, 30"})
    void whatTheServerAsksForIsHonouredUpToALimit(String asked, long seconds) {
        assertThat(RetryPolicy.safe().pauseAfter(answer(429, asked), 1, random)).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(RetryPolicy.none().pauseAfter(answer(503, asked), 5, random)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void theLimitOfWhatTheServerMayAskForCanBeSet() {
        RetryPolicy policy = RetryPolicy.safe().withMaxRetryAfter(Duration.ofSeconds(3));

        assertThat(policy.pauseAfter(answer(429, "4"), 1, random)).isEqualTo(Duration.ofSeconds(3));
        assertThat(policy.pauseAfter(answer(429, "2"), 1, random)).isEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void theNumberOfAttemptsCanBeSet(int attempts) {
        assertThat(attemptsUnder(RetryPolicy.includingUnknown().withMaxAttempts(attempts)))
                .isEqualTo(attempts);
    }

    @Test
    void withoutASettingThereAreThreeAttemptsOrOne() {
        assertThat(attemptsUnder(RetryPolicy.includingUnknown())).isEqualTo(3);
        assertThat(attemptsUnder(RetryPolicy.none().withMaxAttempts(5))).isEqualTo(1);
    }

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
    @CsvSource({"1, 200", "2, 400", "9, 5000"})
    void withoutJitterAPauseHasExactlyItsLength(int attempts, long millis) {
        long[] pauses = pauses(RetryPolicy.safe().withJitter(0), attempts, 100);

        assertThat(pauses).containsOnly(Duration.ofMillis(millis).toNanos());
    }

    @Test
    void withSomeJitterThatPartOfAPauseIsRandom() {
        RetryPolicy policy =
                RetryPolicy.safe().withJitter(0.25).withBackoff(Duration.ofNanos(1000), Duration.ofNanos(1000));

        long[] pauses = pauses(policy, 1, 5000);

        assertThat(LongStream.of(pauses).min()).hasValue(751);
        assertThat(LongStream.of(pauses).max()).hasValue(1000);
        assertThat(LongStream.of(pauses).average().orElseThrow()).isBetween(865.0, 885.0);
    }

    @Test
    void jitterDoesNotChangeWhatTheServerAsksFor() {
        assertThat(RetryPolicy.safe().withJitter(1).pauseAfter(answer(429, "7"), 1, random))
                .isEqualTo(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1.01, Double.NaN, Double.POSITIVE_INFINITY})
    void aJitterThatIsNoPartOfTheWholeIsRefused(double jitter) {
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
                .hasToString("RetryPolicy[CERTAINLY_NOT_DELETED, maxAttempts=9, backoff=PT0.001S..PT0.002S, jitter=0.5,"
                        + " maxRetryAfter=PT4S]");
        assertThat(changed.withMaxAttempts(3))
                .hasToString("RetryPolicy[CERTAINLY_NOT_DELETED, maxAttempts=3, backoff=PT0.001S..PT0.002S, jitter=0.5,"
                        + " maxRetryAfter=PT4S]");
        assertThat(original)
                .hasToString("RetryPolicy[CERTAINLY_NOT_DELETED, maxAttempts=3, backoff=PT0.2S..PT5S, jitter=1.0,"
                        + " maxRetryAfter=PT30S]");
    }

    private DeletionException asException() {
        return lost.toException(Fixture.REQUEST, 1);
    }

    private long attemptsUnder(RetryPolicy policy) {
        return 1
                + IntStream.rangeClosed(1, 10)
                        .takeWhile(made -> policy.allowsAnother(lost, made, this::asException))
                        .count();
    }

    private long[] pauses(RetryPolicy policy, int attempts, int samples) {
        return IntStream.range(0, samples)
                .mapToLong(i -> policy.pauseAfter(lost, attempts, random).toNanos())
                .toArray();
    }

    private static AttemptFailure answer(int status, String retryAfter) {
        TransportResponse response =
                new TransportResponse(status, Headers.of("retry-after", retryAfter), ByteBuffer.allocate(0));
        return new AttemptFailure.Unconfirmed(ApiResponse.read(response, new BearerToken(Fixture.KEY)));
    }
}
