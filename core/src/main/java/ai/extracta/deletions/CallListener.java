package ai.extracta.deletions;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.transport.Headers;
import java.net.URI;
import java.time.Duration;
import reactor.util.context.Context;

/**
 * Receives the events of one call. It never sees the API key or a live response.
 *
 * <p>Events arrive one at a time and in this order, even if the call is cancelled meanwhile:
 *
 * <pre>
 * context
 *   for each attempt: waiting [attemptStarted [attemptHeaders] [attemptSent] [attemptAnswered] attemptEnded] [retrying]
 * one of succeeded, failed, cancelled
 * </pre>
 *
 * <p>A call that started ends exactly once, and so does an attempt, whatever happens. Events arrive on event loops and
 * timer threads, so a listener must not block. An exception that a listener throws is logged at DEBUG, once per kind of
 * event, and never affects the call.
 *
 * @since 0.1.0
 */
public interface CallListener {

    /** Ignores every event. A call with this listener does no work for events. */
    CallListener NOOP = new CallListener() {};

    /**
     * Returns the Reactor context in which the call runs and which the transport sees, so that a trace can be
     * continued.
     *
     * @param context the subscriber's context
     * @return that context, or one with additional entries
     */
    default Context context(Context context) {
        return context;
    }

    /** The call requests a slot, and is queued if none is free. */
    default void waiting() {}

    /**
     * The call has a slot: an attempt is in flight.
     *
     * @param attempt its number, from 1
     */
    default void attemptStarted(int attempt) {}

    /**
     * Returns headers to send with the attempt, such as a trace context. They never replace what the SDK or the
     * transport sets, such as {@code authorization} or {@code content-length}. If one is not valid on the wire, the
     * attempt is sent without any of them.
     *
     * @param attempt its number
     * @param uri where the request goes; it has no ids
     * @return the headers, empty by default
     */
    default Headers attemptHeaders(int attempt, URI uri) {
        return Headers.of();
    }

    /**
     * From now on, bytes of the request may have left this process. Emitted only with transports that report it; the
     * SDK's own do.
     *
     * @param attempt its number
     */
    default void attemptSent(int attempt) {}

    /**
     * A complete response was received, whatever its status and body.
     *
     * @param attempt its number
     * @param status the HTTP status
     */
    default void attemptAnswered(int attempt, int status) {}

    /**
     * The attempt is over, however it ended, and its slot is about to be released.
     *
     * @param result how it ended
     */
    default void attemptEnded(AttemptResult result) {}

    /**
     * Another attempt follows.
     *
     * @param failure how the last attempt failed, with the outcome of that attempt alone
     * @param delay the delay before the next attempt
     */
    default void retrying(DeletionException failure, Duration delay) {}

    /**
     * The call ended with a receipt.
     *
     * @param receipt the receipt
     */
    default void succeeded(DeletionReceipt receipt) {}

    /**
     * The call ended with a failure.
     *
     * @param failure the failure, with the outcome over all attempts
     */
    default void failed(DeletionException failure) {}

    /**
     * The subscriber cancelled the call.
     *
     * @param outcome what is known about the deletion, over all attempts; the subscriber does not receive it
     */
    default void cancelled(Outcome outcome) {}
}
