package ai.extracta.deletions;

import ai.extracta.deletions.model.DeletionRequest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.util.context.ContextView;

/** Stands between a client's calls and a listener that may throw, or return null, whatever it promised. */
final class ListenerGuard {

    private static final Logger LOG = LoggerFactory.getLogger(ClassificationDeletions.class);

    private final DeletionListener listener;
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    ListenerGuard(DeletionListener listener) {
        this.listener = listener;
    }

    /** Who hears the rest of a call, {@link CallSettings#NOBODY} if the listener failed. */
    DeletionListener callStarted(DeletionRequest request, ContextView context) {
        DeletionListener ofCall =
                call("callStarted", () -> listener.callStarted(request, context), CallSettings.NOBODY);
        return ofCall == CallSettings.NOBODY ? ofCall : new CallListener(ofCall, this);
    }

    <T> T call(String event, Supplier<@Nullable T> action, T otherwise) {
        try {
            T result = action.get();
            return result == null ? otherwise : result;
        } catch (Throwable thrown) {
            report(event, thrown);
            return otherwise;
        }
    }

    void run(String event, Runnable action) {
        try {
            action.run();
        } catch (Throwable thrown) {
            report(event, thrown);
        }
    }

    private void report(String event, Throwable thrown) {
        if (reported.add(event)) {
            LOG.debug("The listener failed in {}; later failures there are not logged", event, thrown);
        }
    }
}
