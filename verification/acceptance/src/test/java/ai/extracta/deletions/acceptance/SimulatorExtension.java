package ai.extracta.deletions.acceptance;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testkit.ReceivedRequest;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.core.publisher.Mono;

/** A simulator, and clients and transports that speak to it, for one test; everything is closed after it. */
final class SimulatorExtension implements AfterEachCallback {

    static {
        // The first call loads hundreds of classes; no time limit of a test must pass meanwhile.
        for (TransportType transport : TransportType.values()) {
            WarmUp.with(transport);
        }
    }

    /** How long anything may take that must happen at once. */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final ExtractaSimulator simulator;
    private final Deque<Mono<Void>> resources = new ArrayDeque<>();

    SimulatorExtension() {
        this(ExtractaSimulator.start());
    }

    SimulatorExtension(ExtractaSimulator simulator) {
        this.simulator = simulator;
    }

    ExtractaSimulator simulator() {
        return simulator;
    }

    ClassificationDeletions client(TransportType transport) {
        return client(transport, builder -> builder);
    }

    ClassificationDeletions client(TransportType transport, UnaryOperator<ClassificationDeletions.Builder> changes) {
        return closeAtEnd(changes.apply(builder().transport(transport.toString())).build());
    }

    /** A client of the simulator that still needs a transport. */
    ClassificationDeletions.Builder builder() {
        return ClassificationDeletions.builder()
                .apiKey(ApiKey.of(simulator.apiKey()))
                .baseUri(simulator.baseUri());
    }

    ClassificationDeletions closeAtEnd(ClassificationDeletions client) {
        resources.push(client.closeLater());
        return client;
    }

    HttpTransport transport(TransportType transport, TransportSettings settings) {
        return closeAtEnd(transport.create(settings));
    }

    HttpTransport closeAtEnd(HttpTransport transport) {
        resources.push(transport.closeLater());
        return transport;
    }

    /** Releases something else after the test, and after all that was made later. */
    void closeLast(Mono<Void> resource) {
        resources.addLast(resource);
    }

    List<ReceivedRequest> awaitRequests(int count) {
        return simulator.awaitRequests(count, TIMEOUT);
    }

    /** What was asked for so far, in order. */
    List<String> bodies() {
        return simulator.requests().stream().map(ReceivedRequest::body).toList();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        try {
            resources.forEach(resource -> resource.block(TIMEOUT));
        } finally {
            simulator.close();
        }
    }
}
