package ai.extracta.deletions.internal.limit;

/** What the end of one run says about how much the server can bear. */
public enum LimitSignal {
    /** It was dealt with; how long that took tells how busy the server is. */
    SUCCESS,
    /** It was turned away because there is too much. */
    THROTTLED,
    /** It was not dealt with in time. */
    TIMED_OUT,
    /** Nothing. */
    IGNORED;

    /** A failure that knows. Others say nothing. */
    public interface Source {

        /**
         * Returns what this failure says about the load.
         *
         * @return what it says
         */
        LimitSignal limitSignal();
    }

    static LimitSignal of(Throwable failure) {
        return failure instanceof Source source ? source.limitSignal() : IGNORED;
    }
}
