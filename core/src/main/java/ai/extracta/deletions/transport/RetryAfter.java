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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses {@code retry-after}, RFC 9110 section 10.2.3, leniently: an oddly written wait is still meant. */
final class RetryAfter {

    /**
     * The three date formats of RFC 9110 section 5.6.7; the last two are obsolete, but recipients must accept them.
     */
    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.RFC_1123_DATE_TIME,
            utc("EEEE, dd-MMM-yy HH:mm:ss 'GMT'"),
            utc("EEE MMM ppd HH:mm:ss yyyy"));

    /**
     * Seconds as servers write them: {@code 2}, and also {@code 2.5}, {@code +2}, {@code 2s}, {@code "2"}, {@code 2,
     * 2}.
     */
    private static final Pattern SECONDS =
            Pattern.compile("\"?\\+?([0-9]++)(?:\\.([0-9]++))?+\\s*+s?+\"?+(?:\\s*+,.*+)?+");

    private static final Pattern UTC_SUFFIX = Pattern.compile("UTC$");

    private static final int MAX_DIGITS = 9;

    private RetryAfter() {}

    private static DateTimeFormatter utc(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }

    static Optional<Duration> of(Headers headers, Clock clock) {
        return headers.first("retry-after").map(String::strip).flatMap(value -> {
            Matcher seconds = SECONDS.matcher(value);
            return seconds.matches()
                    ? Optional.of(seconds(seconds.group(1), seconds.group(2)))
                    : date(value).map(until -> nonNegative(Duration.between(serverTime(headers, clock), until)));
        });
    }

    /** Longer numbers are capped to avoid overflow; a fraction counts to the millisecond. */
    private static Duration seconds(String digits, @Nullable String fraction) {
        if (digits.length() > MAX_DIGITS) {
            return Duration.ofSeconds(Integer.MAX_VALUE);
        }
        String millis = ((fraction == null ? "" : fraction) + "000").substring(0, 3);
        return Duration.ofSeconds(Long.parseLong(digits)).plusMillis(Long.parseLong(millis));
    }

    /** The response's {@code date}, if present, so that clock skew between client and server does not matter. */
    private static Instant serverTime(Headers headers, Clock clock) {
        return headers.first("date").flatMap(RetryAfter::date).orElseGet(clock::instant);
    }

    private static Optional<Instant> date(String value) {
        String inGmt = UTC_SUFFIX.matcher(value).replaceFirst("GMT");
        for (DateTimeFormatter format : DATES) {
            try {
                return Optional.of(format.parse(inGmt, Instant::from));
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
