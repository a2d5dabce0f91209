package ai.extracta.deletions;

import ai.extracta.deletions.internal.call.CompositeListener;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.List;
import reactor.util.context.ContextView;

/**
 * Creates a {@link CallListener} for each call: for metrics, traces and logs.
 *
 * <pre>{@code
 * record Timing(Timer timer, long startedAt) implements CallListener {
 *     public void succeeded(DeletionReceipt receipt) {
 *         timer.record(System.nanoTime() - startedAt, NANOSECONDS);
 *     }
 * }
 *
 * builder.listener((request, context) -> new Timing(timer, System.nanoTime()));
 * }</pre>
 *
 * <p>Called from many threads concurrently, event loops among them, so it must be thread-safe and must not block. If it
 * throws, that is logged at DEBUG, once, and the call proceeds without a listener.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface DeletionListener {

    /**
     * Called when a call is subscribed to, before any other event of that call.
     *
     * @param request what to delete; keep its ids out of metrics
     * @param context the subscriber's Reactor context
     * @return the listener of this call; {@link CallListener#NOOP} if there is nothing to observe
     */
    CallListener callStarted(DeletionRequest request, ContextView context);

    /**
     * Combines listeners. Each receives every event, in the order of the list; one that throws does not affect the
     * others. Each may add to the Reactor context that the previous ones returned.
     *
     * @param listeners the listeners, none to observe nothing
     * @return a listener for {@link ClassificationDeletions.Builder#listener}
     */
    static DeletionListener all(List<? extends DeletionListener> listeners) {
        return new CompositeListener(listeners);
    }
}
