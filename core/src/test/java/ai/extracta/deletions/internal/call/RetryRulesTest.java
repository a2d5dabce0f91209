package ai.extracta.deletions.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.internal.call.AttemptException.NoResponse;
import ai.extracta.deletions.internal.call.AttemptException.ResponseFailure;
import ai.extracta.deletions.internal.call.RetryRules.Mode;
import ai.extracta.deletions.internal.protocol.BearerToken;
import ai.extracta.deletions.internal.protocol.ResponseReader;
import ai.extracta.deletions.model.DeleteClassification;
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

/** How many attempts there are, and how long the delays between them. */
class RetryRulesTest {

    private static final RetryRules SAFE = RetryRules.of(Mode.SAFE);
    private static final RetryRules INCLUDING_UNKNOWN = RetryRules.of(Mode.INCLUDING_UNKNOWN);
    private static final RetryRules NONE = RetryRules.of(Mode.NONE);

    private final AttemptException lost = new NoResponse(new TransportException(Kind.CONNECTION_LOST, true, "reset"));
    private final DoubleSupplier random = new Random(4711)::nextDouble;

    @ParameterizedTest
    @CsvSource({"1, 200", "2, 400", "3, 800", "4, 1600", "5, 3200", "6, 5000", "7, 5000", "1000, 5000"})
    void delaysAreRandomFractionsOfALengthThatDoublesUpToAMaximum(int attempts, long longestMillis) {
        long longest = Duration.ofMillis(longestMillis).toNanos();

        long[] delays = delays(SAFE, attempts, 2000);

        assertThat(LongStream.of(delays).max().orElseThrow()).isBetween(longest * 9 / 10, longest);
        assertThat(LongStream.of(delays).min().orElseThrow()).isBetween(0L, longest / 10);
    }

    @Test
    void theLengthNeverExceedsTheMaximumWhereDoublingWould() {
        RetryRules rules = backoff(Duration.ofNanos(60), Duration.ofNanos(100), 1);

        assertThat(LongStream.of(delays(rules, 2, 5000)).max()).hasValue(100);
        assertThat(LongStream.of(delays(rules, 1, 5000)).max()).hasValue(60);
    }

    @Test
    void delaysCanBeDisabled() {
        RetryRules rules = backoff(Duration.ZERO, Duration.ZERO, 1);

        assertThat(delays(rules, 3, 100)).containsOnly(0);
    }

    @Test
    void aBackoffOfForeverDoesNotOverflow() {
        Duration forever = ChronoUnit.FOREVER.getDuration();
        RetryRules rules = backoff(forever, forever, 1);

        assertThat(rules.delayAfter(lost, 1, random)).isPositive();
        assertThat(rules.delayAfter(lost, 100, random)).isPositive();
    }

    @Test
    void theLongestBackoffThatFitsIntoALongDoesNotOverflow() {
        Duration longest = Duration.ofNanos(Long.MAX_VALUE);

        assertThat(backoff(longest, longest, 1).delayAfter(lost, 1, random)).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "30, 30", "31, 30", "99999999999, 30"})
    void retryAfterIsHonouredUpToALimit(String asked, long seconds) {
        assertThat(SAFE.delayAfter(response(429, asked), 1, random)).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(NONE.delayAfter(response(503, asked), 5, random)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "Wed, 21 Oct 2015 07:28:00 GMT"})
    void noRetryAfterIsShorterThanTheBackoff(String asked) {
        RetryRules rules = backoff(Duration.ofSeconds(1), Duration.ofSeconds(9), 0);

        assertThat(rules.delayAfter(response(429, asked), 1, random)).isEqualTo(Duration.ofSeconds(1));
        assertThat(rules.delayAfter(response(429, asked), 3, random)).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void theLimitOfRetryAfterCanBeSet() {
        RetryRules rules = SAFE.withMaxRetryAfter(Duration.ofSeconds(3));

        assertThat(rules.delayAfter(response(429, "4"), 1, random)).isEqualTo(Duration.ofSeconds(3));
        assertThat(rules.delayAfter(response(429, "2"), 1, random)).isEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void theNumberOfAttemptsCanBeSet(int attempts) {
        assertThat(attemptsUnder(INCLUDING_UNKNOWN.withMaxAttempts(attempts))).isEqualTo(attempts);
    }

    @Test
    void withoutASettingThereAreThreeAttemptsOrOne() {
        assertThat(attemptsUnder(INCLUDING_UNKNOWN)).isEqualTo(3);
        assertThat(attemptsUnder(NONE.withMaxAttempts(5))).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"1, 200", "2, 400", "9, 5000"})
    void withoutJitterADelayHasExactlyItsLength(int attempts, long millis) {
        long[] delays = delays(backoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0), attempts, 100);

        assertThat(delays).containsOnly(Duration.ofMillis(millis).toNanos());
    }

    @Test
    void withSomeJitterThatFractionOfADelayIsRandom() {
        RetryRules rules = backoff(Duration.ofNanos(1000), Duration.ofNanos(1000), 0.25);

        long[] delays = delays(rules, 1, 5000);

        assertThat(LongStream.of(delays).min()).hasValue(751);
        assertThat(LongStream.of(delays).max()).hasValue(1000);
        assertThat(LongStream.of(delays).average().orElseThrow()).isBetween(865.0, 885.0);
    }

    @Test
    void jitterDoesNotAffectRetryAfter() {
        assertThat(SAFE.delayAfter(response(429, "7"), 1, random)).isEqualTo(Duration.ofSeconds(7));
    }

    private DeletionException asException() {
        return lost.toException(new DeleteClassification("c"), 1);
    }

    private long attemptsUnder(RetryRules rules) {
        return 1
                + IntStream.rangeClosed(1, 10)
                        .takeWhile(made -> rules.allowsRetry(lost, made, this::asException))
                        .count();
    }

    private long[] delays(RetryRules rules, int attempts, int samples) {
        return IntStream.range(0, samples)
                .mapToLong(i -> rules.delayAfter(lost, attempts, random).toNanos())
                .toArray();
    }

    private static RetryRules backoff(Duration min, Duration max, double jitter) {
        return SAFE.withBackoff(new Backoff(min, max, jitter));
    }

    private static AttemptException response(int status, String retryAfter) {
        TransportResponse response =
                new TransportResponse(status, Headers.of("retry-after", retryAfter), ByteBuffer.allocate(0));
        return new ResponseFailure(new ResponseReader().read(response, new BearerToken("k3y-0123456789")));
    }
}
