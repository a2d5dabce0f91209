package ai.extracta.deletions;

import ai.extracta.deletions.internal.limit.Limit;

/**
 * How many attempts run at the same time. Immutable; each client that is built with it counts for itself.
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
     * Always the same number.
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
     * A number that follows what the server can bear. It begins at the minimum, grows while answers stay quick, and falls when
     * the server answers 429 (or 503 with {@code retry-after}), does not answer in time, or becomes slower with the load; a
     * single slow answer does not count. Where the server refused, it stays below and only looks again after a while.
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
