package ai.extracta.deletions.fuzz;

import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Mono;

/** Responds as the current script defines. */
record ScriptedTransport(AtomicReference<AttemptScript> current) implements HttpTransport {

    @Override
    public Mono<TransportResponse> exchange(TransportRequest request) {
        return Mono.defer(() -> current.get().next().perform(request.listener()));
    }

    @Override
    public Mono<Void> closeLater() {
        return Mono.empty();
    }
}
