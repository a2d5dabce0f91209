package ai.extracta.deletions.transport;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads {@code retry-after}, RFC 9110 section 10.2.3. */
final class RetryAfter {

    private RetryAfter() {}

    static Optional<Duration> of(Headers headers, Clock clock) {
        return headers.first("retry-after")
                .map(String::strip)
                .flatMap(value -> isSeconds(value)
                        ? Optional.of(seconds(value))
                        : date(value).map(until -> notNegative(Duration.between(answeredAt(headers, clock), until))));
    }

    private static boolean isSeconds(String value) {
        return !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** A number too long to count is as good as forever. */
    private static Duration seconds(String digits) {
        return Duration.ofSeconds(digits.length() > 9 ? Integer.MAX_VALUE : Long.parseLong(digits));
    }

    /** The server's clock if it says so: its date must not be compared with a clock that is off against it. */
    private static Instant answeredAt(Headers headers, Clock clock) {
        return headers.first("date").flatMap(RetryAfter::date).orElseGet(clock::instant);
    }

    private static Optional<Instant> date(String value) {
        try {
            return Optional.of(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    private static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
