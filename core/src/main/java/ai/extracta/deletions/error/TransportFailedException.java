package ai.extracta.deletions.error;

import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.TransportException;

/**
 * There was no complete response: a network failure, a timeout or invalid HTTP from the server. The outcome is either
 * {@link Outcome#NOT_SENT} or {@link Outcome#UNKNOWN}.
 *
 * @since 0.1.0
 */
public final class TransportFailedException extends DeletionException {

    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    private final TransportException.Kind kind;

    /**
     * Creates the exception.
     *
     * @param request the deletion request
     * @param outcome whether the request may have reached the server
     * @param attempts how many attempts were made
     * @param cause the failure of the attempt
     */
    public TransportFailedException(DeletionRequest request, Outcome outcome, int attempts, TransportException cause) {
        super(request, outcome, attempts, describe(outcome, attempts) + cause.getMessage(), cause);
        this.kind = cause.kind();
    }

    /** {@return what went wrong, the same for the same fault on every transport} */
    public TransportException.Kind kind() {
        return kind;
    }
}
