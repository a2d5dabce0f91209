package ai.extracta.deletions.model;

import ai.extracta.deletions.internal.text.LogText;
import ai.extracta.deletions.transport.HttpVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Confirmation that a deletion is done, as far as the API provides it.
 *
 * @param request what was deleted
 * @param message the server's own words, empty if it sent none
 * @param status the HTTP status of the final response
 * @param attempts the number of attempts of this call, at least 1
 * @param completedAt when the response was complete, by the local clock
 * @param elapsed the time from subscription to response, including queueing, all attempts and backoff
 * @param confirmation how the deletion is known to be done
 * @param requestId the server's request id header ({@code x-request-id} or a relative of it), empty if it sent none
 * @param httpVersion the version of HTTP of the final response, empty if the transport does not say, and for a receipt
 *     that was read from a ledger
 * @since 0.1.0
 */
public record DeletionReceipt(
        DeletionRequest request,
        String message,
        int status,
        int attempts,
        Instant completedAt,
        Duration elapsed,
        Confirmation confirmation,
        String requestId,
        Optional<HttpVersion> httpVersion) {

    /**
     * Validates the components.
     *
     * @param request what was deleted
     * @param message the server's words
     * @param status the HTTP status
     * @param attempts how many
     * @param completedAt when
     * @param elapsed how long
     * @param confirmation how it is known
     * @param requestId the server's request id
     * @param httpVersion the version of HTTP
     * @throws NullPointerException if a component is null
     * @throws IllegalArgumentException if there was no attempt
     */
    public DeletionReceipt {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(completedAt, "completedAt");
        Objects.requireNonNull(elapsed, "elapsed");
        Objects.requireNonNull(confirmation, "confirmation");
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(httpVersion, "httpVersion");
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts is " + attempts + "; a receipt needs at least one");
        }
    }

    /**
     * Same without the version of HTTP.
     *
     * @param request what was deleted
     * @param message the server's words
     * @param status the HTTP status
     * @param attempts how many
     * @param completedAt when
     * @param elapsed how long
     * @param confirmation how it is known
     * @param requestId the server's request id
     * @throws NullPointerException if a component is null
     * @throws IllegalArgumentException if there was no attempt
     */
    public DeletionReceipt(
            DeletionRequest request,
            String message,
            int status,
            int attempts,
            Instant completedAt,
            Duration elapsed,
            Confirmation confirmation,
            String requestId) {
        this(request, message, status, attempts, completedAt, elapsed, confirmation, requestId, Optional.empty());
    }

    /** On one line, to prevent log injection by the server's message. */
    @Override
    public String toString() {
        return "DeletionReceipt[request=" + request + ", message=" + LogText.oneLine(message) + ", status=" + status
                + ", attempts=" + attempts + ", completedAt=" + completedAt + ", elapsed=" + elapsed
                + ", confirmation=" + confirmation + ", requestId=" + LogText.oneLine(requestId)
                + httpVersion.map(version -> ", httpVersion=" + version).orElse("") + "]";
    }

    /**
     * How a deletion is known to be done.
     *
     * @since 0.1.0
     */
    public enum Confirmation {
        /** The server confirmed the deletion. */
        CONFIRMED,
        /**
         * The server responded 404 or 410 after an earlier attempt of the same call had an unknown outcome: most likely
         * that attempt deleted it. Without such an attempt the call is refused, unless the client is set to take "not
         * found" for absent. For several files it means that at least one of them no longer exists, or never did.
         */
        ALREADY_ABSENT
    }
}
