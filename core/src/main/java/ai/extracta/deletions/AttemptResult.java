package ai.extracta.deletions;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.transport.HttpVersion;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How one attempt ended, and where it was made.
 *
 * @param attempt its number, from 1
 * @param transport the name of the transport, such as {@code netty}
 * @param host the host of the base URI, with its port if that is not the default
 * @param status the HTTP status, empty if there was no complete response
 * @param outcome what is known about the deletion from this attempt alone, empty if the response confirmed it
 * @param failure why the attempt did not confirm, empty if it did or if it was cancelled
 * @param httpVersion the version of HTTP, empty if it was not sent, or if the transport does not say
 * @since 0.1.0
 */
public record AttemptResult(
        int attempt,
        String transport,
        String host,
        OptionalInt status,
        Optional<Outcome> outcome,
        Optional<DeletionException> failure,
        Optional<HttpVersion> httpVersion) {

    /** {@return whether the response confirmed the deletion} */
    public boolean isConfirmed() {
        return outcome.isEmpty();
    }

    /** {@return whether the caller cancelled while the attempt was in flight} */
    public boolean isCancelled() {
        return outcome.isPresent() && failure.isEmpty();
    }
}
