package ai.extracta.deletions.benchmarks.micro;

import ai.extracta.deletions.transport.Exchange;
import ai.extracta.deletions.transport.Exchanges;
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

    private final Exchanges exchanges = new Exchanges(TransportSettings.defaults());
    private final TransportResponse answer = DocumentedAnswer.response();

    @Override
    public Mono<TransportResponse> exchange(TransportRequest request) {
        return exchanges.carry(request, exchange -> new AtOnce(exchange, answer));
    }

    @Override
    public Mono<Void> closeLater() {
        return Mono.fromRunnable(exchanges::close);
    }

    private record AtOnce(Exchange exchange, TransportResponse answer) implements Exchange.Carrier {

        @Override
        public void start() {
            if (exchange.beginSending()) {
                exchange.succeed(answer);
            }
        }

        @Override
        public void abandon(boolean sending) {}
    }
}
