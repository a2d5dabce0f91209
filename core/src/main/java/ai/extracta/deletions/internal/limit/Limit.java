package ai.extracta.deletions.internal.limit;

/** How many may run at a time. Used by one {@link Limiter}, under its lock. */
public interface Limit {

    /**
     * A fixed limit.
     *
     * @param limit at least 1
     * @return the limit
     */
    static Limit fixed(int limit) {
        return () -> limit;
    }

    /**
     * A limit that adapts to the server's capacity.
     *
     * @param min at least 1
     * @param max at least the minimum
     * @return the limit, for one limiter
     */
    static Limit adaptive(int min, int max) {
        return new AdaptiveLimit(min, max);
    }

    /**
     * Returns how many may run now.
     *
     * @return at least 1
     */
    int current();

    /**
     * Returns whether this learns from what runs. Otherwise nothing is measured.
     *
     * @return true if it wants to be told
     */
    default boolean isAdaptive() {
        return false;
    }

    /**
     * Called when a call starts.
     *
     * @param inFlight calls in flight, including this one
     * @return the generation of the limit, passed back to {@link #onSample}
     */
    default int onStart(int inFlight) {
        return 0;
    }

    /**
     * Called when a call terminates.
     *
     * @param generation the generation it started in
     * @param durationNanos its duration
     * @param signal its signal
     * @param inFlight calls in flight, still including this one
     */
    default void onSample(int generation, long durationNanos, LimitSignal signal, int inFlight) {}
}
