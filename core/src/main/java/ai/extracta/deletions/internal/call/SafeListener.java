package ai.extracta.deletions.internal.call;

import ai.extracta.deletions.CallListener;
import ai.extracta.deletions.DeletionListener;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** Shields calls from a listener that throws, or returns null against its contract. */
public final class SafeListener {

    /** The name that users configure. */
    static final String LOGGER = "ai.extracta.deletions.ClassificationDeletions";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

    private final DeletionListener listener;
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    public SafeListener(DeletionListener listener) {
        this.listener = listener;
    }

    /** Returns the listener of one call, {@link CallListener#NOOP} if there is none. */
    CallListener callStarted(DeletionRequest request, Context context, String transport, String host) {
        CallListener[] started = {CallListener.NOOP};
        RestoredContext.run(context, () -> started[0] = callStarted(request, context));
        return started[0] == CallListener.NOOP
                ? CallListener.NOOP
                : new SerializedListener(started[0], this, context, transport, host);
    }

    CallListener callStarted(DeletionRequest request, ContextView context) {
        return call("callStarted", () -> listener.callStarted(request, context), CallListener.NOOP);
    }

    <T> T call(String event, Supplier<@Nullable T> action, T fallback) {
        try {
            T result = action.get();
            return result == null ? fallback : result;
        } catch (Throwable thrown) {
            report(event, thrown);
            return fallback;
        }
    }

    void run(String event, Runnable action) {
        try {
            action.run();
        } catch (Throwable thrown) {
            report(event, thrown);
        }
    }

    void report(String event, Throwable thrown) {
        if (reported.add(event)) {
            LOG.debug("The listener failed in {}; later failures there are not logged", event, thrown);
        }
    }
}
