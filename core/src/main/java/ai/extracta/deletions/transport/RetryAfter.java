package ai.extracta.deletions.transport;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Parses {@code retry-after}, RFC 9110 section 10.2.3. */
final class RetryAfter {

    /**
     * The three date formats of RFC 9110 section 5.6.7; the last two are obsolete, but recipients must accept them.
     */
    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.RFC_1123_DATE_TIME,
            utc("EEEE, dd-MMM-yy HH:mm:ss 'GMT'"),
            utc("EEE MMM ppd HH:mm:ss yyyy"));

    private RetryAfter() {}

    private static DateTimeFormatter utc(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }

    static Optional<Duration> of(Headers headers, Clock clock) {
        return headers.first("retry-after")
                .map(String::strip)
                .flatMap(value -> isSeconds(value)
                        ? Optional.of(seconds(value))
                        : date(value).map(until -> nonNegative(Duration.between(serverTime(headers, clock), until))));
    }

    private static boolean isSeconds(String value) {
        return value.matches("[0-9]+");
    }

    /** Longer numbers are capped to avoid overflow. */
    private static Duration seconds(String digits) {
        return Duration.ofSeconds(digits.length() > 9 ? Integer.MAX_VALUE : Long.parseLong(digits));
    }

    /** The response's {@code date}, if present, so that clock skew between client and server does not matter. */
    private static Instant serverTime(Headers headers, Clock clock) {
        return headers.first("date").flatMap(RetryAfter::date).orElseGet(clock::instant);
    }

    private static Optional<Instant> date(String value) {
        for (DateTimeFormatter format : DATES) {
            try {
                return Optional.of(format.parse(value, Instant::from));
            } catch (DateTimeException notOfThisFormat) {
                // try the next format
            }
        }
        return Optional.empty();
    }

    private static Duration nonNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
