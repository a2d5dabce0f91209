package ai.extracta.deletions.internal.limit;

import java.time.Duration;

/** Bounds on durations. */
public final class Durations {

    /** A century. "Forever" has more nanoseconds than fit into a long. */
    private static final Duration MAX = Duration.ofDays(36_500);

    private Durations() {}

    /** Caps a duration so that its nanoseconds fit into a long. */
    public static Duration capped(Duration duration) {
        return duration.compareTo(MAX) > 0 ? MAX : duration;
    }

    public static Duration requirePositive(String name, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(name + " is " + duration + "; it must be more than zero");
        }
        return duration;
    }
}
