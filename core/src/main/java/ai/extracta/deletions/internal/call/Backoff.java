package ai.extracta.deletions.internal.call;

import static ai.extracta.deletions.internal.limit.Durations.capped;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** Exponential backoff; the jitter is the fraction of a delay that is random, from 0 to 1. */
public record Backoff(Duration min, Duration max, double jitter) {

    static final Backoff DEFAULT = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5), 1);

    public Backoff {
        if (min.isNegative() || min.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    "the backoff is from " + min + " to " + max + "; it must not be negative or end before it begins");
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter is " + jitter + "; it must be from 0 to 1");
        }
        min = capped(min);
        max = capped(max);
    }

    Duration delayAfter(int failures, DoubleSupplier random) {
        long length = lengthAfter(failures);
        long removed = (long) (length * jitter * random.getAsDouble());
        return Duration.ofNanos(length - removed);
    }

    private long lengthAfter(int failures) {
        long longest = max.toNanos();
        long length = Math.min(min.toNanos(), longest);
        for (int i = 1; i < failures && length < longest; i++) {
            length = length > longest / 2 ? longest : length * 2;
        }
        return length;
    }

    @Override
    public String toString() {
        return "backoff=" + min + ".." + max + ", jitter=" + jitter;
    }
}
