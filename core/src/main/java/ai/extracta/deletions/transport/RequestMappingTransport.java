package ai.extracta.deletions.transport;

import ai.extracta.deletions.transport.TransportException.Kind;
import java.util.Objects;
import java.util.function.BiFunction;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** A transport that changes each request before it is sent. */
record RequestMappingTransport(
        HttpTransport delegate, BiFunction<TransportRequest, ContextView, TransportRequest> mapper)
        implements HttpTransport {

    RequestMappingTransport {
        Objects.requireNonNull(mapper, "mapper");
    }

    @Override
    public Mono<TransportResponse> exchange(TransportRequest request) {
        return Mono.deferContextual(context -> delegate.exchange(map(request, context)));
    }

    private TransportRequest map(TransportRequest request, ContextView context) {
        try {
            return Objects.requireNonNull(mapper.apply(request, context), "the mapper of requests returned null");
        } catch (Exception e) { // also a checked one, as Kotlin throws it
            throw new TransportException(Kind.PROTOCOL, false, "the request could not be prepared: " + e, e);
        }
    }

    @Override
    public Mono<Void> closeLater() {
        return delegate.closeLater();
    }

    @Override
    public String name() {
        return delegate.name();
    }

    @Override
    public String toString() {
        return delegate.toString();
    }
}
