package ai.extracta.deletions.testsupport;

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

/** A simulator with its clients and transports, for one test; everything is closed after it. */
public final class SimulatorExtension implements AfterEachCallback {

    static {
        // The first call loads hundreds of classes; no time limit of a test must pass meanwhile.
        TransportType.onClassPath().forEach(WarmUp::with);
    }

    /** Time limit for whatever must happen immediately. */
    public static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final ExtractaSimulator simulator;
    private final Deque<Mono<Void>> resources = new ArrayDeque<>();

    public SimulatorExtension() {
        this(ExtractaSimulator.start());
    }

    public SimulatorExtension(ExtractaSimulator simulator) {
        this.simulator = simulator;
    }

    public ExtractaSimulator simulator() {
        return simulator;
    }

    public ClassificationDeletions client(TransportType transport) {
        return client(transport, builder -> builder);
    }

    public ClassificationDeletions client(
            TransportType transport, UnaryOperator<ClassificationDeletions.Builder> changes) {
        return closeAtEnd(
                changes.apply(builder().transport(transport.toString())).build());
    }

    /** A client of the simulator that still needs a transport. */
    public ClassificationDeletions.Builder builder() {
        return ClassificationDeletions.builder()
                .apiKey(ApiKey.of(simulator.apiKey()))
                .baseUri(simulator.baseUri());
    }

    public ClassificationDeletions closeAtEnd(ClassificationDeletions client) {
        resources.push(client.closeLater());
        return client;
    }

    public HttpTransport transport(TransportType transport, TransportSettings settings) {
        return closeAtEnd(transport.create(settings));
    }

    public HttpTransport closeAtEnd(HttpTransport transport) {
        resources.push(transport.closeLater());
        return transport;
    }

    /** Closes a resource after the test, and after all resources created later. */
    public void closeLast(Mono<Void> resource) {
        resources.addLast(resource);
    }

    public List<ReceivedRequest> awaitRequests(int count) {
        return simulator.awaitRequests(count, TIMEOUT);
    }

    /** The deletions requested so far, in order. */
    public List<String> bodies() {
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
