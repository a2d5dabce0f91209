package ai.extracta.deletions.error;

import ai.extracta.deletions.model.DeletionRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A deletion that did not end with a receipt; {@link #outcome()} says whether it happened all the same.
 *
 * <p>Holds copies only, never a live answer and never the key. A serialized copy loses the request and the headers.
 *
 * @since 0.1.0
 */
public abstract sealed class DeletionException extends RuntimeException
        permits CallRejectedException, TransportFailedException, ResponseException {

    private static final long serialVersionUID = 1L;

    private final transient DeletionRequest request;
    /** Whether the deletion happened. */
    private final Outcome outcome;

    /** How many attempts were made. */
    private final int attempts;

    DeletionException(
            DeletionRequest request, Outcome outcome, int attempts, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.request = Objects.requireNonNull(request, "request");
        this.outcome = Objects.requireNonNull(outcome, "outcome");
        this.attempts = attempts;
    }

    /**
     * Returns whether the deletion happened, over all attempts of the call: one attempt whose outcome is unknown makes
     * the call unknown, whatever a later attempt failed with, and a call is not sent only if none of its attempts was.
     *
     * @return the outcome
     */
    public Outcome outcome() {
        return outcome;
    }

    /**
     * Returns what should have been deleted.
     *
     * @return the request
     */
    public DeletionRequest request() {
        return request;
    }

    /**
     * Returns how many attempts the call made.
     *
     * @return the number, 0 if the call was rejected before the first
     */
    public int attempts() {
        return attempts;
    }

    /** How every message begins: the outcome in words, and how often it was tried if more than once. */
    static String describe(Outcome outcome, int attempts) {
        String happened =
                switch (outcome) {
                    case REFUSED -> "not deleted (REFUSED)";
                    case NOT_SENT -> "not deleted (NOT_SENT)";
                    case UNKNOWN -> "may or may not be deleted (UNKNOWN)";
                };
        return happened + (attempts > 1 ? " after " + attempts + " attempts: " : ": ");
    }
}
