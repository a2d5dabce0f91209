package ai.extracta.deletions.audit;

import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import reactor.core.publisher.Mono;

/** Reports the send events of each exchange to its {@link AuditedCall}. */
record RecordingTransport(HttpTransport transport) implements HttpTransport {

    @Override
    public Mono<TransportResponse> exchange(TransportRequest request) {
        return Mono.deferContextual(context -> {
            AuditedCall call = context.get(AuditedCall.class);
            return transport.exchange(new TransportRequest(
                    request.method(),
                    request.uri(),
                    request.headers(),
                    request.body(),
                    call.newExchange(request.listener())));
        });
    }

    @Override
    public Mono<Void> closeLater() {
        return transport.closeLater();
    }
}
