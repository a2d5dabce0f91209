package ai.extracta.deletions.error;

import ai.extracta.deletions.model.DeletionRequest;
import org.jspecify.annotations.Nullable;

/**
 * The SDK itself refused to send the request: the queue is full, the deadline passed in it, no key was available,
 * or the client is closed. The outcome is always {@link Outcome#NOT_SENT}: if an attempt was made before, the call
 * fails as that attempt did, and this is only suppressed in it.
 *
 * @since 0.1.0
 */
public final class CallRejectedException extends DeletionException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param request the deletion request
     * @param message the reason and what to do about it
     * @param cause the cause, or null
     */
    public CallRejectedException(DeletionRequest request, String message, @Nullable Throwable cause) {
        super(request, Outcome.NOT_SENT, 0, describe(Outcome.NOT_SENT, 0) + message, cause);
    }
}
