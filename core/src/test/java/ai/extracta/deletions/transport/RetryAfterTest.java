package ai.extracta.deletions.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final String NOON = "Sun, 22 Nov 2026 12:00:00 GMT";
    private static final String A_MINUTE_LATER = "Sun, 22 Nov 2026 12:01:00 GMT";

    /** This machine's clock is an hour ahead of the server's. */
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T13:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "007, 7", "' 12 ', 12", "999999999, 999999999"})
    void secondsAreSeconds(String value, long seconds) {
        assertThat(RetryAfter.of(Headers.of("Retry-After", value), CLOCK)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"2.5, 2500", "2.0004, 2000", "`2, 2`, 2000", "+2, 2000", "2s, 2000", "2 s, 2000", "\"2\", 2000"})
    void secondsInOddFormsAreUnderstood(String value, long millis) {
        assertThat(RetryAfter.of(Headers.of("Retry-After", value), CLOCK)).contains(Duration.ofMillis(millis));
    }

    @Test
    void aDateInUtcIsUnderstood() {
        assertThat(RetryAfter.of(Headers.of("retry-after", A_MINUTE_LATER.replace("GMT", "UTC"), "date", NOON), CLOCK))
                .contains(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000000000", "9223372036854775807", "99999999999999999999999999999999999999"})
    void aNumberTooLongToCountIsAsGoodAsForever(String value) {
        assertThat(RetryAfter.of(Headers.of("retry-after", value), CLOCK))
                .contains(Duration.ofSeconds(Integer.MAX_VALUE));
    }

    @Test
    void aDateCountsFromTheServersOwnClock() {
        assertThat(RetryAfter.of(Headers.of("retry-after", A_MINUTE_LATER, "date", NOON), CLOCK))
                .contains(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sunday, 22-Nov-26 12:01:00 GMT", "Sun Nov 22 12:01:00 2026"})
    void aDateInAnObsoleteFormatIsUnderstood(String aMinuteLater) {
        assertThat(RetryAfter.of(Headers.of("retry-after", aMinuteLater, "date", NOON), CLOCK))
                .contains(Duration.ofMinutes(1));
        assertThat(RetryAfter.of(Headers.of("retry-after", "Mon Nov  2 12:00:00 2026", "date", NOON), CLOCK))
                .contains(Duration.ZERO);
    }

    @Test
    void aDateBeforeTheServersOwnClockMeansNow() {
        assertThat(RetryAfter.of(Headers.of("retry-after", NOON, "date", A_MINUTE_LATER), CLOCK))
                .contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-11-22T12:00:00Z"})
    void aDateCountsFromThisMachinesClockIfTheServersIsNotUnderstood(String serversClock) {
        assertThat(RetryAfter.of(
                        Headers.of("retry-after", "Sun, 22 Nov 2026 13:00:05 GMT", "date", serversClock), CLOCK))
                .contains(Duration.ofSeconds(5));
    }

    @Test
    void aDateCountsFromThisMachinesClockIfTheServerHasNone() {
        assertThat(RetryAfter.of(Headers.of("retry-after", "Sun, 22 Nov 2026 13:00:05 GMT"), CLOCK))
                .contains(Duration.ofSeconds(5));
        assertThat(RetryAfter.of(Headers.of("retry-after", NOON), CLOCK)).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "1e3",
                "0x10",
                "soon",
                "\u0661",
                "2026-11-22T12:01:00Z",
                "Mon, 22 Nov 2026 12:01:00 GMT"
            })
    void whatIsNeitherSecondsNorADateIsIgnored(String value) {
        assertThat(RetryAfter.of(Headers.of("retry-after", value, "date", NOON), CLOCK))
                .isEmpty();
    }

    @Test
    void theHeaderMayBeAbsent() {
        assertThat(RetryAfter.of(Headers.of("date", NOON), CLOCK)).isEmpty();
    }

    @Test
    void theFirstOfSeveralCounts() {
        assertThat(RetryAfter.of(Headers.of("retry-after", "1", "retry-after", "2"), CLOCK))
                .contains(Duration.ofSeconds(1));
    }

    @Test
    void headersReadItThemselves() {
        assertThat(Headers.of("retry-after", A_MINUTE_LATER, "date", NOON).retryAfter())
                .contains(Duration.ofMinutes(1));
        assertThat(Headers.of("retry-after", "Fri, 01 Jan 1999 00:00:00 GMT").retryAfter())
                .contains(Duration.ZERO);
    }
}
