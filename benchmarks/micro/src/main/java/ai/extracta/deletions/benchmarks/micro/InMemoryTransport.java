package ai.extracta.deletions.benchmarks.micro;

import ai.extracta.deletions.transport.support.Exchange;
import ai.extracta.deletions.transport.support.ExchangeRegistry;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
import reactor.core.publisher.Mono;

/**
 * Answers every request at once on the thread that sends it. Made of what core gives to every transport, so that what remains to
 * be measured is all that core adds to a call.
 */
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
