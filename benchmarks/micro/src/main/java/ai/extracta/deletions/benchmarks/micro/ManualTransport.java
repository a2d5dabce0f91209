package ai.extracta.deletions.benchmarks.micro;

import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.support.Exchange;
import ai.extracta.deletions.transport.support.ExchangeRegistry;
import java.util.ArrayDeque;
import java.util.Deque;
import reactor.core.publisher.Mono;

/** Sends immediately and responds on demand. Confined to one thread. */
final class ManualTransport implements HttpTransport {

    private final ExchangeRegistry exchanges = new ExchangeRegistry(TransportSettings.defaults());
    private final TransportResponse nextResponse = DocumentedResponse.response();
    private final Deque<Exchange> inFlight = new ArrayDeque<>();

    @Override
    public Mono<TransportResponse> exchange(TransportRequest request) {
        return exchanges.exchange(request, ManualExchange::new);
    }

    /** Responds to the oldest request in flight. */
    void nextResponse() {
        inFlight.remove().succeed(nextResponse);
    }

    @Override
    public Mono<Void> closeLater() {
        return Mono.fromRunnable(exchanges::close);
    }

    private final class ManualExchange implements Exchange.Handler {

        private final Exchange exchange;

        ManualExchange(Exchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void start() {
            if (exchange.beginSending()) {
                inFlight.add(exchange);
            }
        }

        @Override
        public void cancel(boolean sending) {
            inFlight.remove(exchange);
        }
    }
}
