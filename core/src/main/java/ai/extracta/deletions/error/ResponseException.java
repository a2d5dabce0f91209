package ai.extracta.deletions.error;

import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.Headers;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The server's response does not confirm the deletion. The outcome is either
 * {@link Outcome#REFUSED} or {@link Outcome#UNKNOWN}.
 *
 * @since 0.1.0
 */
public sealed class ResponseException extends DeletionException permits UnreadableResponseException {

    private static final long serialVersionUID = 1L;

    /** Conflict, Locked (RFC 4918), Too Early (RFC 8470), Too Many Requests (RFC 6585). */
    private static final Set<Integer> RETRYABLE_REFUSALS = Set.of(409, 423, 425, 429);

    /** The HTTP status. */
    private final int status;

    /** The server's message. */
    private final String serverMessage;

    /** The headers of the response. */
    private final Headers headers;

    /** The beginning of the response body. */
    private final String body;

    /** The wait that the server requested, or null. */
    private final @Nullable Duration retryAfter;

    /**
     * Creates the exception.
     *
     * @param request the deletion request
     * @param outcome the outcome
     * @param attempts how many attempts were made
     * @param status the HTTP status
     * @param serverMessage the {@code message} of the response, empty if it has none
     * @param headers the headers of the response
     * @param body the beginning of the response body as text
     */
    public ResponseException(
            DeletionRequest request,
            Outcome outcome,
            int attempts,
            int status,
            String serverMessage,
            Headers headers,
            String body) {
        this(
                request,
                outcome,
                attempts,
                status,
                serverMessage,
                headers,
                body,
                ResponseDescription.of(status, serverMessage));
    }

    ResponseException(
            DeletionRequest request,
            Outcome outcome,
            int attempts,
            int status,
            String serverMessage,
            Headers headers,
            String body,
            String description) {
        super(request, outcome, attempts, describe(outcome, attempts) + description, null);
        this.status = status;
        this.serverMessage = Objects.requireNonNull(serverMessage, "serverMessage");
        this.headers = Objects.requireNonNull(headers, "headers");
        this.body = Objects.requireNonNull(body, "body");
        this.retryAfter = headers.retryAfter().orElse(null);
    }

    @Override
    public boolean isRetryable() {
        return super.isRetryable() || RETRYABLE_REFUSALS.contains(status);
    }

    /** {@return the HTTP status} */
    public int status() {
        return status;
    }

    /** {@return the {@code message} of the response, empty if it has none} */
    public String serverMessage() {
        return serverMessage;
    }

    /** {@return the headers of the response} */
    public Headers headers() {
        return headers;
    }

    /** {@return the beginning of the response body, at most 1024 characters} */
    public String body() {
        return body;
    }

    /** {@return the wait that the server requested, never negative, or empty; see {@link Headers#retryAfter()}} */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
