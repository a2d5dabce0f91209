package ai.extracta.deletions;

import ai.extracta.deletions.internal.Countable;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before another attempt if nobody says.
 *
 * @param min before the second attempt
 * @param max never exceeded
 * @param jitter the part of a pause that is random, from 0 to 1
 */
record Backoff(Duration min, Duration max, double jitter) {

    static final Backoff DEFAULT = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5), 1);

    Backoff {
        min = Countable.of(min);
        max = Countable.of(max);
    }

    Duration after(int failures, DoubleSupplier random) {
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
