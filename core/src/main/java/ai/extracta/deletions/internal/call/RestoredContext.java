package ai.extracta.deletions.internal.call;

import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** Runs an action with the thread locals of a Reactor context, if Reactor's automatic propagation is enabled. */
final class RestoredContext {

    private RestoredContext() {}

    /**
     * Only operators restore thread locals, and {@code contextWrite} does so while it subscribes to its source. The
     * action must not throw.
     */
    static void run(ContextView context, Runnable action) {
        if (context.isEmpty()) {
            action.run();
        } else {
            Mono.fromRunnable(action).contextWrite(context).subscribe();
        }
    }
}
