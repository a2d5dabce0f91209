package ai.extracta.deletions.error;

import ai.extracta.deletions.internal.text.LogText;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.HttpVersion;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A deletion that did not end with a receipt; {@link #outcome()} tells whether it happened nevertheless.
 *
 * <p>After several attempts this is the failure that decides the outcome: the worst, and of several the last. The
 * failures of the other attempts are {@linkplain Throwable#getSuppressed() suppressed} in it, in order, each with its
 * own outcome and its own number as {@link #attempts()}.
 *
 * <p>Holds copies only, never a live response and never the API key.
 *
 * @since 0.1.0
 */
public abstract sealed class DeletionException extends RuntimeException
        permits CallRejectedException, TransportFailedException, ResponseException {

    private static final long serialVersionUID = 1L;

    /** What was to be deleted. */
    private final DeletionRequest request;
    /** Whether the deletion happened. */
    private final Outcome outcome;

    /** How many attempts were made. */
    private final int attempts;

    /** The version of HTTP, or null. */
    private @Nullable HttpVersion httpVersion;

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

    /**
     * Returns whether the same call, unchanged, can succeed or resolve the outcome later: what is to be delivered
     * again rather than reported to a person.
     *
     * <p>True for every outcome but {@link Outcome#REFUSED}, and for a refusal that is about the moment and not about
     * the request: 409, 423, 425 and 429. False for 400, 401, 403, 404, 422 and every other refusal: somebody has to
     * correct the request, the key or the base URI first.
     *
     * @return whether to call again later
     */
    public boolean isRetryable() {
        return outcome != Outcome.REFUSED;
    }

    /**
     * Returns whether a failure of any kind is a deletion that is {@linkplain #isRetryable() retryable}. Fits Reactor's
     * retries, which make new calls:
     *
     * <pre>{@code
     * deletions.withNotFoundMeansAbsent(true)
     *         .deleteBatch("cls-1", "batch-8")
     *         .retryWhen(Retry.backoff(3, Duration.ofMinutes(1)).filter(DeletionException::isRetryableFailure))
     * }</pre>
     *
     * @param failure any failure
     * @return whether to call again later; false if it is no {@code DeletionException}
     */
    public static boolean isRetryableFailure(Throwable failure) {
        return failure instanceof DeletionException deletion && deletion.isRetryable();
    }

    /** {@return the deletion request} */
    public DeletionRequest request() {
        return request;
    }

    /** {@return how often the request was handed to the transport, 0 if the call was rejected before that} */
    public int attempts() {
        return attempts;
    }

    /**
     * {@return the version of HTTP of the attempt that this failure is of, empty if it was not sent, or if the
     * transport does not say}
     */
    public Optional<HttpVersion> httpVersion() {
        return Optional.ofNullable(httpVersion);
    }

    /**
     * Sets the version of HTTP. Like {@link #initCause}, to be called before the exception is thrown or emitted.
     *
     * @param version the version
     * @return this exception
     */
    public DeletionException initHttpVersion(HttpVersion version) {
        httpVersion = Objects.requireNonNull(version, "version");
        return this;
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
