package ai.extracta.deletions.benchmarks.micro;

import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.support.Exchange;
import ai.extracta.deletions.transport.support.ExchangeRegistry;
import reactor.core.publisher.Mono;

/** Responds immediately on the calling thread, through the classes that core provides for transports. */
final class InMemoryTransport implements HttpTransport {

    private final ExchangeRegistry exchanges = new ExchangeRegistry(TransportSettings.defaults());
    private final TransportResponse response = DocumentedResponse.response();

    @Override
    public Mono<TransportResponse> exchange(TransportRequest request) {
        return exchanges.exchange(request, exchange -> new ImmediateExchange(exchange, response));
    }

    @Override
    public Mono<Void> closeLater() {
        return Mono.fromRunnable(exchanges::close);
    }

    private record ImmediateExchange(Exchange exchange, TransportResponse response) implements Exchange.Handler {

        @Override
        public void start() {
            if (exchange.beginSending()) {
                exchange.succeed(response);
            }
        }

        @Override
        public void cancel(boolean sending) {}
    }
}
