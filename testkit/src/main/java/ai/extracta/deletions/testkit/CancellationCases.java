package ai.extracta.deletions.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** A call cancelled before it is sent is never sent; one cancelled later closes its connection and no other. */
final class CancellationCases {

    private static final Duration MAX_CLOSE_DELAY = Duration.ofMillis(100);
    private static final int EXCHANGES = 200;

    /** Longer than the pauses after which TCP repeats a SYN, so that whoever is still connecting succeeds. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(8);

    private CancellationCases() {}

    static List<ContractCase> all() {
        return List.of(
                new ContractCase("never sends what was cancelled while it was queued", CancellationCases::queued),
                new ContractCase("never sends what was cancelled immediately", CancellationCases::immediately),
                new ContractCase(
                        "never sends what was cancelled while the host was looked up", CancellationCases::resolving),
                new ContractCase("never sends what was cancelled while connecting", CancellationCases::connecting),
                new ContractCase("never sends what was cancelled in the TLS handshake", CancellationCases::handshaking),
                new ContractCase(
                        "closes the connection of what was cancelled before the response",
                        context -> closesConnection(context, "")),
                new ContractCase(
                        "closes the connection of what was cancelled within the head",
                        context -> closesConnection(context, "HTTP/1.1 200 OK\r\ncontent-")),
                new ContractCase(
                        "closes the connection of what was cancelled within the body",
                        context -> closesConnection(context, RawResponses.head(200, "content-length: 60") + "{}")),
                new ContractCase("does nothing when what has ended is cancelled", CancellationCases::afterTermination),
                new ContractCase("leaves the others alone", CancellationCases::otherExchanges));
    }

    private static void queued(ContractContext context) {
        ScriptedServer server = context.startServer(CancellationCases::respondingWhenReleased);
        HttpTransport transport = context.singleConnectionTransport();
        Disposable first = subscribe(transport, server.uri("/first"));
        server.awaitRequests(1);
        RecordingSendListener listener = new RecordingSendListener();
        Disposable queued = transport
                .exchange(ContractContext.deletion(server.uri("/queued"), listener))
                .subscribe(unexpected -> {}, afterwards -> {});
        context.awaitQuiescence(transport);
        queued.dispose();
        server.release();
        server.release();
        ContractContext.awaitResponse(transport, server.uri("/last"));
        first.dispose();
        assertThat(server.requests()).extracting(ReceivedRequest::target).containsExactly("/first", "/last");
        assertThat(listener.notSentYetCount()).isEqualTo(1);
        assertThat(listener.sendingCount()).isZero();
    }

    private static void respondingWhenReleased(ScriptedServer.Connection connection) throws IOException {
        while (true) {
            connection.read();
            connection.awaitRelease();
            connection.write(RawResponses.ok(""));
        }
    }

    private static void immediately(ContractContext context) {
        ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        HttpTransport transport = context.transport();
        List<String> unsent = new ArrayList<>();
        for (int i = 0; i < EXCHANGES; i++) {
            RecordingSendListener listener = new RecordingSendListener();
            transport
                    .exchange(ContractContext.deletion(server.uri("/cancelled-" + i), listener))
                    .subscribe(unexpected -> {}, afterwards -> {})
                    .dispose();
            if (listener.sendingCount() == 0) {
                unsent.add("/cancelled-" + i);
            }
        }
        context.awaitQuiescence(transport);
        ContractContext.awaitResponse(transport, server.uri("/last"));
        assertThat(unsent).isNotEmpty();
        assertThat(server.requests()).extracting(ReceivedRequest::target).doesNotContainAnyElementsOf(unsent);
    }

    private static void resolving(ContractContext context) {
        HttpTransport transport = context.singleConnectionTransport();
        RecordingSendListener listener = new RecordingSendListener();
        transport
                .exchange(ContractContext.deletion(URI.create("https://nonexistent.invalid/"), listener))
                .subscribe(unexpected -> {}, afterwards -> {})
                .dispose();
        context.awaitQuiescence(transport);
        assertThat(listener.sendingCount()).isZero();
    }

    private static void connecting(ContractContext context) throws Exception {
        FullBacklog backlog = context.closeAtEnd(FullBacklog.fill());
        HttpTransport transport = context.transport(TransportSettings.builder()
                .maxConnections(1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build());
        Disposable connecting = subscribe(transport, backlog.uri("/cancelled"));
        context.awaitQuiescence(transport);
        connecting.dispose();
        CompletableFuture<TransportResponse> next = transport
                .exchange(ContractContext.deletion(backlog.uri("/next")))
                .toFuture();
        assertThat(backlog.respondToFirst(RawResponses.ok(""))).isEqualTo("/next");
        assertThat(next.get(ContractContext.TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                        .status())
                .isEqualTo(200);
    }

    private static void handshaking(ContractContext context) {
        ScriptedServer server =
                context.closeAtEnd(ScriptedServer.startTls(TestCertificate.VALID.serverSockets(), connection -> {
                    if (connection.number() == 1) {
                        connection.awaitRelease();
                    }
                    connection.read();
                    connection.write(RawResponses.ok(""));
                }));
        HttpTransport transport = context.transport(TransportSettings.builder()
                .maxConnections(1)
                .tlsHandshakeTimeout(Duration.ofSeconds(2))
                .trust(List.of(TestCertificate.VALID.authority()))
                .build());
        Disposable handshaking = subscribe(transport, server.uri("/cancelled"));
        server.awaitConnections(1);
        handshaking.dispose();
        ContractContext.awaitResponse(
                retryingInheritedHandshake(transport.exchange(ContractContext.deletion(server.uri("/next")))));
        server.release();
        assertThat(server.requests()).extracting(ReceivedRequest::target).containsExactly("/next");
    }

    /** The next call may inherit the connection that is being opened, and its failure; then it is retried. */
    private static Mono<TransportResponse> retryingInheritedHandshake(Mono<TransportResponse> exchange) {
        return exchange.onErrorResume(
                failure -> failure instanceof TransportException inherited
                        && inherited.kind() == Kind.TLS
                        && !inherited.maybeSent(),
                inherited -> exchange);
    }

    private static void closesConnection(ContractContext context, String responseStart) throws InterruptedException {
        Semaphore started = new Semaphore(0);
        ScriptedServer server = context.startServer(connection -> {
            if (connection.number() > 1) {
                ScriptedServer.answering(RawResponses.ok("")).run(connection);
            }
            connection.read();
            connection.write(responseStart);
            started.release();
            connection.hold();
        });
        HttpTransport transport = context.singleConnectionTransport();
        Disposable exchange = subscribe(transport, server.uri("/cancelled"));
        assertThat(started.tryAcquire(ContractContext.TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        long cancelledAt = System.nanoTime();
        exchange.dispose();
        Duration elapsed = Duration.ofNanos(server.awaitDisconnects(1).get(0) - cancelledAt);
        ContractContext.awaitResponse(transport, server.uri("/next"));
        assertThat(elapsed).isLessThan(MAX_CLOSE_DELAY);
        assertThat(server.requests()).extracting(ReceivedRequest::target).containsExactly("/cancelled", "/next");
    }

    private static void afterTermination(ContractContext context) {
        ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        HttpTransport transport = context.singleConnectionTransport();
        for (int i = 0; i < 20; i++) {
            LateCanceller late = new LateCanceller();
            transport.exchange(ContractContext.deletion(server.uri())).subscribe(late);
            late.awaitEndAndCancel();
        }
        ContractContext.awaitResponse(transport, server.uri());
        assertThat(server.connections()).isEqualTo(1);
    }

    private static void otherExchanges(ContractContext context) throws Exception {
        ScriptedServer server = context.startServer(CancellationCases::respondingWhenReleased);
        HttpTransport transport = context.transport();
        Disposable cancelled = subscribe(transport, server.uri("/cancelled"));
        CompletableFuture<TransportResponse> surviving = transport
                .exchange(ContractContext.deletion(server.uri("/staying")))
                .toFuture();
        server.awaitRequests(2);
        cancelled.dispose();
        server.release();
        server.release();
        assertThat(surviving
                        .get(ContractContext.TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                        .status())
                .isEqualTo(200);
    }

    private static Disposable subscribe(HttpTransport transport, URI uri) {
        return transport.exchange(ContractContext.deletion(uri)).subscribe(unexpected -> {}, afterwards -> {});
    }
}
