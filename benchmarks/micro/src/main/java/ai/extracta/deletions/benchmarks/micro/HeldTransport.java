package ai.extracta.deletions.benchmarks.micro;

import ai.extracta.deletions.transport.Exchange;
import ai.extracta.deletions.transport.Exchanges;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
import java.util.ArrayDeque;
import java.util.Deque;
import reactor.core.publisher.Mono;

/** Sends at once and answers when told to. One thread at a time. */
final class HeldTransport implements HttpTransport {

    private final Exchanges exchanges = new Exchanges(TransportSettings.defaults());
    private final TransportResponse answer = DocumentedAnswer.response();
    private final Deque<Exchange> sent = new ArrayDeque<>();

    @Override
    public Mono<TransportResponse> exchange(TransportRequest request) {
        return exchanges.carry(request, Held::new);
    }

    /** Answers what was sent first. */
    void answer() {
        sent.remove().succeed(answer);
    }

    @Override
    public Mono<Void> closeLater() {
        return Mono.fromRunnable(exchanges::close);
    }

    private final class Held implements Exchange.Carrier {

        private final Exchange exchange;

        Held(Exchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void start() {
            if (exchange.beginSending()) {
                sent.add(exchange);
            }
        }

        @Override
        public void abandon(boolean sending) {
            sent.remove(exchange);
        }
    }
}
