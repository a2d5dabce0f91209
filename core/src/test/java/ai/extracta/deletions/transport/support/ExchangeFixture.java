package ai.extracta.deletions.transport.support;

import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.SendListener;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.test.subscriber.TestSubscriber;

/** Exchanges with handlers that only record their calls. */
final class ExchangeFixture {

    final List<String> events = new ArrayList<>();
    final List<Exchange> created = new ArrayList<>();
    final ExchangeRegistry registry = new ExchangeRegistry(TransportSettings.defaults());
    final TransportRequest request = new TransportRequest(
            "DELETE",
            URI.create("https://api.example/v1"),
            Headers.of(),
            ByteBuffer.wrap(new byte[] {1, 2, 3}),
            new RecordingListener());
    Runnable onPending = () -> {};
    Runnable onStart = () -> {};
    Runnable onCancel = () -> {};

    Mono<TransportResponse> exchange() {
        return registry.exchange(request, exchange -> {
            created.add(exchange);
            return new RecordingHandler();
        });
    }

    TestSubscriber<TransportResponse> start() {
        TestSubscriber<TransportResponse> caller = TestSubscriber.create();
        exchange().subscribe(caller);
        return caller;
    }

    private final class RecordingHandler implements Exchange.Handler {

        @Override
        public void start() {
            events.add("start");
            onStart.run();
        }

        @Override
        public void cancel(boolean sending) {
            events.add(sending ? "cancel sending" : "cancel waiting");
            onCancel.run();
        }
    }

    private final class RecordingListener implements SendListener {

        @Override
        public void pending() {
            events.add("pending");
            onPending.run();
        }

        @Override
        public void sending() {
            events.add("sending");
        }
    }
}
