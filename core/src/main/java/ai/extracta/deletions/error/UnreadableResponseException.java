package ai.extracta.deletions.error;

import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.Headers;

/**
 * The server answered with success, but what it said cannot be read: empty, cut, not JSON, or encoded. The deletion may or
 * may not have happened.
 *
 * @since 0.1.0
 */
public final class UnreadableResponseException extends ResponseException {

    private static final long serialVersionUID = 1L;

    /**
     * Says what could not be read.
     *
     * @param request what should have been deleted
     * @param outcome what the answer means
     * @param attempts how many attempts were made
     * @param status the HTTP status
     * @param headers the headers of the answer
     * @param body the beginning of the answer's body as text
     * @param problem what cannot be read, and why
     */
    public UnreadableResponseException(
            DeletionRequest request,
            Outcome outcome,
            int attempts,
            int status,
            Headers headers,
            String body,
            String problem) {
        super(
                request,
                outcome,
                attempts,
                status,
                "",
                headers,
                body,
                "the server answered " + status + ", but " + problem);
    }
}
