package ai.extracta.deletions.transport;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.test.subscriber.TestSubscriber;

/** Exchanges on carriers that only write down what they are told. */
final class Carriers {

    final List<String> heard = new ArrayList<>();
    final List<Exchange> made = new ArrayList<>();
    final Exchanges exchanges = new Exchanges(TransportSettings.defaults());
    final TransportRequest request = new TransportRequest(
            "DELETE", URI.create("https://api.example/v1"), Headers.of(), ByteBuffer.allocate(0), new Listener());
    Runnable onWithheld = () -> {};
    Runnable onStart = () -> {};
    Runnable onAbandon = () -> {};

    Mono<TransportResponse> exchange() {
        return exchanges.carry(request, exchange -> {
            made.add(exchange);
            return new Recorder();
        });
    }

    TestSubscriber<TransportResponse> start() {
        TestSubscriber<TransportResponse> caller = TestSubscriber.create();
        exchange().subscribe(caller);
        return caller;
    }

    private final class Recorder implements Exchange.Carrier {

        @Override
        public void start() {
            heard.add("start");
            onStart.run();
        }

        @Override
        public void abandon(boolean sending) {
            heard.add(sending ? "abandon sending" : "abandon waiting");
            onAbandon.run();
        }
    }

    private final class Listener implements SendListener {

        @Override
        public void withheld() {
            heard.add("withheld");
            onWithheld.run();
        }

        @Override
        public void sending() {
            heard.add("sending");
        }
    }
}
