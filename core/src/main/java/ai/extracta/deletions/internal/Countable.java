package ai.extracta.deletions.internal;

import java.time.Duration;

/** Keeps durations in what timers can count: "forever" is more nanoseconds than a long holds. */
public final class Countable {

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Countable() {}

    /**
     * Returns the duration, or a century if it is longer.
     *
     * @param duration any duration
     * @return one whose nanoseconds can be counted
     */
    public static Duration of(Duration duration) {
        return duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
    }
}
