package ai.extracta.deletions.internal.limit;

/** What the end of one run indicates about the server's load. */
public enum LimitSignal {
    /** It was processed; its latency indicates how busy the server is. */
    SUCCESS,
    /** The server rejected it because of overload. */
    THROTTLED,
    /** It was not processed in time. */
    TIMED_OUT,
    IGNORED;

    /** A failure with a signal; all others are ignored. */
    public interface Source {

        LimitSignal limitSignal();
    }

    static LimitSignal of(Throwable failure) {
        return failure instanceof Source source ? source.limitSignal() : IGNORED;
    }
}
