package ai.extracta.deletions;

import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.SendListener;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** Responds as scripted, in that order, and records requests. For use by one thread. */
final class FakeTransport implements HttpTransport {

    /** What happens in one exchange. */
    interface Script extends Function<SendListener, Mono<TransportResponse>> {

        /** The same, but the listener is notified first. */
        default Script after(Consumer<SendListener> announcement) {
            return listener -> {
                announcement.accept(listener);
                return apply(listener);
            };
        }
    }

    final List<TransportRequest> requests = new ArrayList<>();
    final List<ContextView> contexts = new ArrayList<>();
    int cancels;
    int closings;
    private Runnable whenClosed = () -> {};

    private final Deque<Script> scripts = new ArrayDeque<>();
    private Script otherwise = failsWith(new IllegalStateException("this exchange was not expected"));

    FakeTransport then(Script... next) {
        scripts.addAll(List.of(next));
        return this;
    }

    FakeTransport always(Script script) {
        otherwise = script;
        return this;
    }

    static Script succeeds() {
        return responds(200, "{\"status\":\"success\",\"message\":\"Batch deleted\"}");
    }

    static Script refuses(int status, String... headers) {
        return responds(status, "{\"status\":\"error\",\"message\":\"no " + status + "\"}", headers);
    }

    static Script responds(int status, String body, String... headers) {
        return listener ->
                Mono.just(new TransportResponse(status, Headers.of(headers), StandardCharsets.UTF_8.encode(body)));
    }

    static Script fails(Kind kind, boolean maybeSent) {
        return failsWith(new TransportException(kind, maybeSent, "it failed by " + kind));
    }

    static Script failsWith(Throwable failure) {
        return listener -> Mono.error(failure);
    }

    static Script isSilent() {
        return listener -> Mono.never();
    }

    static Script endsEmpty() {
        return listener -> Mono.empty();
    }

    /** How many exchanges were started. */
    int exchanges() {
        return requests.size();
    }

    void onClose(Runnable action) {
        whenClosed = action;
    }

    @Override
    public Mono<TransportResponse> exchange(TransportRequest request) {
        return Mono.deferContextual(context -> {
                    requests.add(request);
                    contexts.add(context);
                    Script script = scripts.isEmpty() ? otherwise : scripts.remove();
                    return script.apply(request.listener());
                })
                .doOnCancel(() -> cancels++);
    }

    @Override
    public Mono<Void> closeLater() {
        return Mono.fromRunnable(() -> {
            closings++;
            whenClosed.run();
        });
    }
}
