package ai.extracta.deletions.internal.call;

import ai.extracta.deletions.CallListener;
import ai.extracta.deletions.DeletionListener;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.Headers;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** Passes every event to several listeners, in their order. One that throws does not affect the others. */
public final class CompositeListener implements DeletionListener {

    private final List<SafeListener> listeners;

    public CompositeListener(List<? extends DeletionListener> listeners) {
        this.listeners = listeners.stream().map(SafeListener::new).toList();
    }

    @Override
    public CallListener callStarted(DeletionRequest request, ContextView context) {
        List<SafeCallListener> started = listeners.stream()
                .map(listener -> new SafeCallListener(listener, listener.callStarted(request, context)))
                .filter(call -> call.listener != CallListener.NOOP)
                .toList();
        return started.isEmpty() ? CallListener.NOOP : new CompositeCallListener(started);
    }

    private record SafeCallListener(SafeListener safe, CallListener listener) {

        void emit(String event, Consumer<CallListener> action) {
            safe.run(event, () -> action.accept(listener));
        }

        Context context(Context context) {
            return safe.call("context", () -> listener.context(context), context);
        }

        Headers headers(int attempt, URI uri) {
            return safe.call("attemptHeaders", () -> listener.attemptHeaders(attempt, uri), Headers.of());
        }
    }

    private static final class CompositeCallListener extends ForwardingListener {

        private final List<SafeCallListener> listeners;

        CompositeCallListener(List<SafeCallListener> listeners) {
            this.listeners = listeners;
        }

        @Override
        void forward(String event, Consumer<CallListener> action) {
            listeners.forEach(listener -> listener.emit(event, action));
        }

        @Override
        public Context context(Context context) {
            Context result = context;
            for (SafeCallListener listener : listeners) {
                result = listener.context(result);
            }
            return result;
        }

        /** Of two listeners with the same header, the first one counts. */
        @Override
        public Headers attemptHeaders(int attempt, URI uri) {
            Headers result = Headers.of();
            for (SafeCallListener listener : listeners) {
                Headers added = listener.headers(attempt, uri);
                for (String name : added.names()) {
                    if (result.first(name).isEmpty()) {
                        result = result.with(name, String.join(",", added.all(name)));
                    }
                }
            }
            return result;
        }
    }
}
