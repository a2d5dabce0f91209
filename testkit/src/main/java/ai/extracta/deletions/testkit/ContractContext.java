package ai.extracta.deletions.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.SendListener;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;

/** The transports and servers of a case, closed at its end, and what all cases do with them. */
final class ContractContext implements Closeable {

    /** Time limit in seconds of what must happen immediately. */
    static final String TIMEOUT_PROPERTY = "extracta.contract.limit";

    static final Duration TIMEOUT = Duration.ofSeconds(Integer.getInteger(TIMEOUT_PROPERTY, 10));

    /** The key that every deletion carries. */
    static final String KEY = "the-key-of-the-contract";

    private final Function<TransportSettings, HttpTransport> factory;
    private final Deque<Closeable> resources = new ArrayDeque<>();

    ContractContext(Function<TransportSettings, HttpTransport> factory) {
        this.factory = factory;
    }

    HttpTransport transport() {
        return transport(TransportSettings.defaults());
    }

    /** A transport that has a single connection, for which exchanges queue. */
    HttpTransport singleConnectionTransport() {
        return transport(TransportSettings.builder().maxConnections(1).build());
    }

    HttpTransport transport(TransportSettings settings) {
        HttpTransport transport = factory.apply(settings);
        resources.push(() -> close(transport));
        return transport;
    }

    ScriptedServer startServer(ScriptedServer.Script script) {
        return closeAtEnd(ScriptedServer.start(script));
    }

    <T extends Closeable> T closeAtEnd(T resource) {
        resources.push(resource);
        return resource;
    }

    /** Waits until the transport has processed earlier events, by exchanges with another host. */
    void awaitQuiescence(HttpTransport transport) {
        ScriptedServer otherServer = startServer(ScriptedServer.answering(RawResponses.ok("")));
        for (int i = 0; i < 10; i++) {
            awaitResponse(transport, otherServer.uri());
        }
    }

    static void close(HttpTransport transport) {
        transport.closeLater().block(TIMEOUT);
    }

    static TransportRequest deletion(URI uri) {
        return deletion(uri, SendListener.NOOP);
    }

    static TransportRequest deletion(URI uri, SendListener listener) {
        return deletion(uri, "{\"classificationId\":\"cls-1\"}", listener);
    }

    static TransportRequest deletion(URI uri, String body) {
        return deletion(uri, body, SendListener.NOOP);
    }

    private static TransportRequest deletion(URI uri, String body, SendListener listener) {
        Headers headers = Headers.of(
                "accept", "application/json", "content-type", "application/json", "authorization", "Bearer " + KEY);
        return new TransportRequest("DELETE", uri, headers, utf8(body), listener);
    }

    static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(TransportResponse response) {
        return StandardCharsets.UTF_8.decode(response.body()).toString();
    }

    /** Waits for the response. */
    static TransportResponse awaitResponse(Mono<TransportResponse> exchange) {
        return Objects.requireNonNull(exchange.block(TIMEOUT), "the exchange ended without a response");
    }

    static TransportResponse awaitResponse(HttpTransport transport, URI uri) {
        return awaitResponse(transport.exchange(deletion(uri)));
    }

    /** Waits for the failure, which must be of the SPI's own type. */
    static TransportException awaitFailure(Mono<TransportResponse> exchange) {
        return awaitFailure(exchange, TIMEOUT);
    }

    static TransportException awaitFailure(Mono<TransportResponse> exchange, Duration timeout) {
        Signal<TransportResponse> signal =
                Objects.requireNonNull(exchange.materialize().block(timeout), "the exchange never ended");
        assertThat(signal.getThrowable())
                .as("the failure, not %s", signal)
                .isExactlyInstanceOf(TransportException.class);
        return (TransportException) Objects.requireNonNull(signal.getThrowable());
    }

    /** Closes everything in reverse order of creation, even if closing one of them fails. */
    @Override
    public void close() throws IOException {
        try {
            if (!resources.isEmpty()) {
                resources.pop().close();
            }
        } finally {
            if (!resources.isEmpty()) {
                close();
            }
        }
    }
}
