package ai.extracta.deletions.acceptance;

import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.HttpVersion;
import ai.extracta.deletions.transport.SendListener;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/**
 * Sends what is for a server of the contract through a gateway.
 *
 * @param other the transport for what is not, which may be the same one
 * @param versions consumes the version of HTTP of each request on its way to the gateway
 */
record ContractGatewayTransport(
        HttpTransport transport, HttpTransport other, ContractGateway gateway, Consumer<HttpVersion> versions)
        implements HttpTransport {

    @Override
    public Mono<TransportResponse> exchange(TransportRequest request) {
        return ContractGateway.serves(request.uri())
                ? transport.exchange(throughGateway(request))
                : other.exchange(request);
    }

    private TransportRequest throughGateway(TransportRequest request) {
        return new TransportRequest(
                request.method(),
                gateway.uriFor(request.uri()),
                request.headers(),
                request.body(),
                new VersionListener(request.listener(), versions));
    }

    @Override
    public Mono<Void> closeLater() {
        return Mono.whenDelayError(transport.closeLater(), other.closeLater());
    }

    private record VersionListener(SendListener listener, Consumer<HttpVersion> versions) implements SendListener {

        @Override
        public void pending() {
            listener.pending();
        }

        @Override
        public void sending() {
            throw new AssertionError("the version of HTTP is not known");
        }

        @Override
        public void sending(HttpVersion version) {
            versions.accept(version);
            listener.sending(version);
        }
    }
}
