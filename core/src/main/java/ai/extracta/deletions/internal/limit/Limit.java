package ai.extracta.deletions.internal.limit;

/** How many may run at a time. Used by one {@link Limiter}, under its lock. */
public interface Limit {

    static Limit fixed(int limit) {
        return () -> limit;
    }

    /** A limit that adapts to the server's capacity. */
    static Limit adaptive(int min, int max) {
        return new AdaptiveLimit(min, max);
    }

    /** At least 1. */
    int current();

    /** Whether this learns from what runs. Otherwise nothing is measured. */
    default boolean isAdaptive() {
        return false;
    }

    /** Returns the generation of the limit, passed back to {@link #onSample}. In flight includes this call. */
    default int onStart(int inFlight) {
        return 0;
    }

    /** Called when a call terminates, which is still included in those in flight. */
    default void onSample(int generation, long durationNanos, LimitSignal signal, int inFlight) {}
}
