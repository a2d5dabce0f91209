package ai.extracta.deletions;

import ai.extracta.deletions.internal.limit.Limit;

/**
 * How many attempts may be in flight at a time. Immutable; each client built with it has a limit of its own.
 *
 * @since 0.1.0
 */
public final class Concurrency {

    private final int min;
    private final int max;

    private Concurrency(int min, int max) {
        this.min = min;
        this.max = max;
    }

    /**
     * Returns a fixed limit.
     *
     * @param calls at least 1
     * @return the concurrency
     * @throws IllegalArgumentException if it is less than 1
     */
    public static Concurrency fixed(int calls) {
        if (calls < 1) {
            throw new IllegalArgumentException("maxInFlight is " + calls + "; it must be at least 1");
        }
        return new Concurrency(calls, calls);
    }

    /**
     * Returns a limit that adapts to the server. It starts at the minimum, grows while latency stays low, and shrinks
     * when the server responds 429 (or 503 with {@code Retry-After}), times out, or slows down under load; a single
     * slow response does not count. It stays below the concurrency that the server refused and probes it again only
     * after a while.
     *
     * @param min at least 1
     * @param max at least the minimum; also the number of connections
     * @return the concurrency
     * @throws IllegalArgumentException if the minimum is less than 1 or above the maximum
     */
    public static Concurrency adaptive(int min, int max) {
        if (min < 1 || min > max) {
            throw new IllegalArgumentException("the concurrency is from " + min + " to " + max
                    + "; it must begin at 1 or more and not end before it begins");
        }
        return new Concurrency(min, max);
    }

    int max() {
        return max;
    }

    Limit newLimit() {
        return min == max ? Limit.fixed(max) : Limit.adaptive(min, max);
    }

    @Override
    public String toString() {
        return "Concurrency[" + (min == max ? "" : min + "..") + max + "]";
    }
}
