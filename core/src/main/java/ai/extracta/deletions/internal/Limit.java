package ai.extracta.deletions.internal;

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
    default boolean learns() {
        return false;
    }

    /**
     * Hears that another one runs.
     *
     * @param running how many run now, this one included
     * @return under which setting it began; given back at its end
     */
    default int started(int running) {
        return 0;
    }

    /**
     * Hears that one ended.
     *
     * @param setting under which it began
     * @param nanos how long it ran
     * @param load what its end says
     * @param running how many ran until now, this one included
     */
    default void ended(int setting, long nanos, Load load, int running) {}
}
