package ai.extracta.deletions.error;

import ai.extracta.deletions.internal.text.LogText;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A deletion that did not end with a receipt; {@link #outcome()} says whether it happened all the same.
 *
 * <p>After several attempts this is the failure that decides the outcome: the worst, and of several the last. The
 * failures of the other attempts are {@linkplain Throwable#getSuppressed() suppressed} in it, in order, each with its
 * own outcome and its own number as {@link #attempts()}.
 *
 * <p>Holds copies only, never a live response and never the API key. A serialized copy loses the request and the
 * headers.
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
        super(LogText.oneLine(message), cause);
        this.request = Objects.requireNonNull(request, "request");
        this.outcome = Objects.requireNonNull(outcome, "outcome");
        this.attempts = attempts;
    }

    /**
     * {@return the worst outcome of all attempts of the call} One unknown attempt makes the call unknown, whatever a
     * later attempt failed with, and a call that was refused once is never reported as not sent.
     */
    public Outcome outcome() {
        return outcome;
    }

    /** {@return the deletion request} */
    public DeletionRequest request() {
        return request;
    }

    /** {@return how often the request was handed to the transport, 0 if the call was rejected before that} */
    public int attempts() {
        return attempts;
    }

    /** The start of every message: the outcome, and the number of attempts if more than one. */
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
