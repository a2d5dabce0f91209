package ai.extracta.deletions;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import java.time.Duration;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Hears what becomes of calls: for metrics, traces and logs. It never sees the key or a live answer.
 *
 * <p>{@link #callStarted} returns who hears the rest of that call, so that what belongs to a call needs no map:
 *
 * <pre>{@code
 * record Timing(Timer timer, long began) implements DeletionListener {
 *     public DeletionListener callStarted(DeletionRequest request, ContextView context) {
 *         return new Timing(timer, System.nanoTime());
 *     }
 *     public void succeeded(DeletionReceipt receipt) {
 *         timer.record(System.nanoTime() - began, NANOSECONDS);
 *     }
 * }
 * }</pre>
 *
 * <p>The events of one call come one at a time and in this order, also if it is cancelled meanwhile; those of different calls
 * come from many threads at once:
 *
 * <pre>
 * callStarted, context
 *   for each attempt: waiting [attemptStarted [attemptSent] [attemptAnswered] attemptEnded] [retrying]
 * one of succeeded, failed, cancelled
 * </pre>
 *
 * <p>A started call ends exactly once, and so does a started attempt, whatever happens. Events come on event loops and must
 * not block. What a listener throws is logged at DEBUG, once per kind of event, and never harms a call.
 *
 * @since 0.1.0
 */
public interface DeletionListener {

    /**
     * A call was subscribed to.
     *
     * @param request what to delete; its ids do not belong into a metric
     * @param context the Reactor context of whoever subscribed
     * @return who hears the rest of this call, this listener by default
     */
    default DeletionListener callStarted(DeletionRequest request, ContextView context) {
        return this;
    }

    /**
     * Asks for the Reactor context in which the call runs, which the transport sees: where a trace is continued.
     *
     * @param context the context of whoever subscribed
     * @return that context, or one with more in it
     */
    default Context context(Context context) {
        return context;
    }

    /** The call asks for a slot, and waits if there is none. */
    default void waiting() {}

    /**
     * The call has a slot, and so an attempt is in flight.
     *
     * @param attempt its number, from 1
     */
    default void attemptStarted(int attempt) {}

    /**
     * Bytes of the request may leave from now on. Only heard from transports that say so; the SDK's own do.
     *
     * @param attempt its number
     */
    default void attemptSent(int attempt) {}

    /**
     * A complete answer came, whatever it says.
     *
     * @param attempt its number
     * @param status the HTTP status
     */
    default void attemptAnswered(int attempt, int status) {}

    /**
     * The attempt is over, however it ended, and its slot is about to be given back.
     *
     * @param attempt its number
     */
    default void attemptEnded(int attempt) {}

    /**
     * Another attempt will follow.
     *
     * @param failure how the last one failed, with the outcome of that attempt alone
     * @param pause how long the call pauses before
     */
    default void retrying(DeletionException failure, Duration pause) {}

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
     * The caller cancelled the call.
     *
     * @param outcome what is known of the deletion, over all attempts; the caller is not told
     */
    default void cancelled(Outcome outcome) {}
}
