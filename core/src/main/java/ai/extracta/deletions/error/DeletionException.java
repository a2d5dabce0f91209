package ai.extracta.deletions.error;

import ai.extracta.deletions.model.DeletionRequest;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A deletion that did not end with a receipt; {@link #outcome()} says whether it happened all the same.
 *
 * <p>After several attempts this is the failure that decides the outcome: the worst, and of several the last. The failures of
 * the other attempts are {@linkplain Throwable#getSuppressed() suppressed} in it, in order, each with its own outcome and
 * its own number as {@link #attempts()}.
 *
 * <p>Holds copies only, never a live answer and never the key. A serialized copy loses the request and the headers.
 *
 * @since 0.1.0
 */
public abstract sealed class DeletionException extends RuntimeException
        permits CallRejectedException, TransportFailedException, ResponseException {

    private static final long serialVersionUID = 1L;

    private static final Pattern CONTROL_CHARACTERS = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]+");

    private final transient DeletionRequest request;
    /** Whether the deletion happened. */
    private final Outcome outcome;

    /** How many attempts were made. */
    private final int attempts;

    DeletionException(
            DeletionRequest request, Outcome outcome, int attempts, String message, @Nullable Throwable cause) {
        super(oneLine(message), cause);
        this.request = Objects.requireNonNull(request, "request");
        this.outcome = Objects.requireNonNull(outcome, "outcome");
        this.attempts = attempts;
    }

    /**
     * Returns whether the deletion happened, over all attempts of the call: the worst outcome of all. One attempt whose
     * outcome is unknown makes the call unknown, whatever a later attempt failed with; and a call that was refused once is
     * never said not to have been sent.
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
     * Returns how many attempts the call made: how often the request was handed to the transport.
     *
     * @return the number, 0 if the call was rejected before the first
     */
    public int attempts() {
        return attempts;
    }

    /** A server must not be able to write lines of its own into a log, be it through a library that repeats it. */
    private static String oneLine(String message) {
        return CONTROL_CHARACTERS.matcher(message).replaceAll(" ");
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
