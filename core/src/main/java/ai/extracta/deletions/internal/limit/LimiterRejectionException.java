package ai.extracta.deletions.internal.limit;

/** A {@link Limiter} granted no slot. Has no stack trace, because the call converts it to a public exception. */
@SuppressWarnings("serial") // never serialized
public final class LimiterRejectionException extends RuntimeException {

    private final Reason reason;

    public LimiterRejectionException(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    public enum Reason {
        /** The queue is full. */
        FULL,
        /** No slot became free in time. */
        TIMED_OUT,
        /** The limiter is closed. */
        CLOSED,
        /** The timer accepts no task, so that the wait could not be limited. */
        NO_TIMER
    }
}
