package ai.extracta.deletions.internal.limit;

/** How many may run at a time. Used by one {@link Limiter}, under its lock. */
public interface Limit {

    /**
     * Returns a limit that stays the same.
     *
     * @param limit at least 1
     * @return the limit
     */
    static Limit fixed(int limit) {
        return () -> limit;
    }

    /**
     * Returns a limit that finds out how much the server can bear.
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
     * Hears that another one runs.
     *
     * @param inFlight how many run now, this one included
     * @return under which setting it began; given back at its end
     */
    default int onStart(int inFlight) {
        return 0;
    }

    /**
     * Hears that one ended.
     *
     * @param generation under which it began
     * @param durationNanos how long it ran
     * @param signal what its end says
     * @param inFlight how many ran until now, this one included
     */
    default void onSample(int generation, long durationNanos, LimitSignal signal, int inFlight) {}
}
