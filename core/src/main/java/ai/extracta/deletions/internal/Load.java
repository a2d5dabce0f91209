package ai.extracta.deletions.internal;

/** What the end of one run says about how much the server can bear. */
public enum Load {
    /** It was dealt with; how long that took tells how busy the server is. */
    BORNE,
    /** It was turned away because there is too much. */
    REFUSED,
    /** It was not dealt with in time. */
    TIMED_OUT,
    /** Nothing. */
    UNKNOWN;

    /** A failure that knows. Others say nothing. */
    public interface Report {

        /**
         * Returns what this failure says about the load.
         *
         * @return what it says
         */
        Load load();
    }

    static Load of(Throwable failure) {
        return failure instanceof Report report ? report.load() : UNKNOWN;
    }
}
