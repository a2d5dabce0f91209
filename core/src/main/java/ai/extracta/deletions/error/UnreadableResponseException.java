package ai.extracta.deletions.error;

import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.Headers;

/**
 * The server responded with 200, but the body cannot be read: empty, truncated, not JSON, or content-encoded. The
 * deletion may or may not have happened.
 *
 * @since 0.1.0
 */
public final class UnreadableResponseException extends ResponseException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param request the deletion request
     * @param outcome the outcome
     * @param attempts how many attempts were made
     * @param status the HTTP status
     * @param headers the headers of the response
     * @param body the beginning of the response body as text
     * @param problem why the body cannot be read
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
                "the server responded with " + status + ", but " + problem);
    }
}
