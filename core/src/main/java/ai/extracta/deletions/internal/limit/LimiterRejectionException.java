package ai.extracta.deletions.internal.limit;

/** A {@link Limiter} gave no slot. Without a stack trace: the caller makes of it what the user sees. */
public final class LimiterRejectionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why there was no slot. */
    private final Reason reason;

    /**
     * Says why.
     *
     * @param reason why there was no slot
     */
    public LimiterRejectionException(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    /**
     * Returns why there was no slot.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /** Why there was no slot. */
    public enum Reason {
        /** Too many wait already. */
        FULL,
        /** None became free in time. */
        TIMED_OUT,
        /** The limiter is closed. */
        CLOSED
    }
}
