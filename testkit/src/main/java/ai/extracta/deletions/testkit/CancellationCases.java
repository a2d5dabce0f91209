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

/** What was cancelled before it was sent is never sent; what was sent loses its connection, and nobody else does. */
final class CancellationCases {

    private static final Duration AT_ONCE = Duration.ofMillis(100);
    private static final int MANY = 200;

    private CancellationCases() {}

    static List<ContractCase> all() {
        return List.of(
                new ContractCase("never sends what was cancelled while it was queued", CancellationCases::queued),
                new ContractCase("never sends what was cancelled at once", CancellationCases::immediately),
                new ContractCase(
                        "never sends what was cancelled while the host was looked up", CancellationCases::resolving),
                new ContractCase("never sends what was cancelled while connecting", CancellationCases::connecting),
                new ContractCase("never sends what was cancelled in the TLS handshake", CancellationCases::handshaking),
                new ContractCase(
                        "closes the connection of what was cancelled before the answer", trial -> closes(trial, "")),
                new ContractCase(
                        "closes the connection of what was cancelled within the head",
                        trial -> closes(trial, "HTTP/1.1 200 OK\r\ncontent-")),
                new ContractCase(
                        "closes the connection of what was cancelled within the body",
                        trial -> closes(trial, RawAnswers.head(200, "content-length: 60") + "{}")),
                new ContractCase("does nothing when what has ended is cancelled", CancellationCases::afterTheEnd),
                new ContractCase("leaves the others alone", CancellationCases::others));
    }

    private static void queued(Trial trial) {
        ScriptedServer server = trial.serve(CancellationCases::answeringWhenReleased);
        HttpTransport transport = trial.transportOfOneConnection();
        Disposable first = subscribe(transport, server.uri("/first"));
        server.awaitRequests(1);
        Announcements announcements = new Announcements();
        Disposable queued = transport
                .exchange(Trial.deletion(server.uri("/queued"), announcements))
                .subscribe(unexpected -> {}, afterwards -> {});
        trial.letCatchUp(transport);
        queued.dispose();
        server.release();
        server.release();
        Trial.answer(transport, server.uri("/last"));
        first.dispose();
        assertThat(server.requests()).extracting(ReceivedRequest::target).containsExactly("/first", "/last");
        assertThat(announcements.withheldCount()).isEqualTo(1);
        assertThat(announcements.sendingCount()).isZero();
    }

    private static void answeringWhenReleased(ScriptedServer.Actor actor) throws IOException {
        while (true) {
            actor.read();
            actor.awaitRelease();
            actor.write(RawAnswers.ok(""));
        }
    }

    private static void immediately(Trial trial) {
        ScriptedServer server = trial.serve(ScriptedServer.answering(RawAnswers.ok("")));
        HttpTransport transport = trial.transport();
        List<String> unannounced = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            Announcements announcements = new Announcements();
            transport
                    .exchange(Trial.deletion(server.uri("/cancelled-" + i), announcements))
                    .subscribe(unexpected -> {}, afterwards -> {})
                    .dispose();
            if (announcements.sendingCount() == 0) {
                unannounced.add("/cancelled-" + i);
            }
        }
        trial.letCatchUp(transport);
        Trial.answer(transport, server.uri("/last"));
        assertThat(unannounced).isNotEmpty();
        assertThat(server.requests()).extracting(ReceivedRequest::target).doesNotContainAnyElementsOf(unannounced);
    }

    private static void resolving(Trial trial) {
        HttpTransport transport = trial.transportOfOneConnection();
        Announcements announcements = new Announcements();
        transport
                .exchange(Trial.deletion(URI.create("https://nonexistent.invalid/"), announcements))
                .subscribe(unexpected -> {}, afterwards -> {})
                .dispose();
        trial.letCatchUp(transport);
        assertThat(announcements.sendingCount()).isZero();
    }

    private static void connecting(Trial trial) throws Exception {
        FullBacklog backlog = trial.keep(FullBacklog.fill());
        HttpTransport transport = trial.transport(TransportSettings.builder()
                .maxConnections(1)
                .connectTimeout(Duration.ofSeconds(3))
                .build());
        Disposable connecting = subscribe(transport, backlog.uri("/cancelled"));
        trial.letCatchUp(transport);
        connecting.dispose();
        CompletableFuture<TransportResponse> next =
                transport.exchange(Trial.deletion(backlog.uri("/next"))).toFuture();
        assertThat(backlog.answerFirst(RawAnswers.ok(""))).isEqualTo("/next");
        assertThat(next.get(Trial.LIMIT.toSeconds(), TimeUnit.SECONDS).status()).isEqualTo(200);
    }

    private static void handshaking(Trial trial) {
        ScriptedServer server =
                trial.keep(ScriptedServer.startTls(ThrowAwayCertificate.VALID.serverSockets(), actor -> {
                    if (actor.number() == 1) {
                        actor.awaitRelease();
                    }
                    actor.read();
                    actor.write(RawAnswers.ok(""));
                }));
        HttpTransport transport = trial.transport(TransportSettings.builder()
                .maxConnections(1)
                .tlsHandshakeTimeout(Duration.ofSeconds(2))
                .trust(List.of(ThrowAwayCertificate.VALID.authority()))
                .build());
        Disposable handshaking = subscribe(transport, server.uri("/cancelled"));
        server.awaitConnections(1);
        handshaking.dispose();
        Trial.answer(unlessItInheritsTheHandshake(transport.exchange(Trial.deletion(server.uri("/next")))));
        server.release();
        assertThat(server.requests()).extracting(ReceivedRequest::target).containsExactly("/next");
    }

    /** The next call may be given the connection that is being opened, and what becomes of that; then it is tried again. */
    private static Mono<TransportResponse> unlessItInheritsTheHandshake(Mono<TransportResponse> exchange) {
        return exchange.onErrorResume(
                failure -> failure instanceof TransportException inherited
                        && inherited.kind() == Kind.TLS
                        && !inherited.maybeSent(),
                inherited -> exchange);
    }

    private static void closes(Trial trial, String begin) throws InterruptedException {
        Semaphore begun = new Semaphore(0);
        ScriptedServer server = trial.serve(actor -> {
            if (actor.number() > 1) {
                ScriptedServer.answering(RawAnswers.ok("")).play(actor);
            }
            actor.read();
            actor.write(begin);
            begun.release();
            actor.hold();
        });
        HttpTransport transport = trial.transportOfOneConnection();
        Disposable call = subscribe(transport, server.uri("/cancelled"));
        assertThat(begun.tryAcquire(Trial.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        long cancelled = System.nanoTime();
        call.dispose();
        Duration took = Duration.ofNanos(server.awaitDepartures(1).get(0) - cancelled);
        Trial.answer(transport, server.uri("/next"));
        assertThat(took).isLessThan(AT_ONCE);
        assertThat(server.requests()).extracting(ReceivedRequest::target).containsExactly("/cancelled", "/next");
    }

    private static void afterTheEnd(Trial trial) {
        ScriptedServer server = trial.serve(ScriptedServer.answering(RawAnswers.ok("")));
        HttpTransport transport = trial.transportOfOneConnection();
        for (int i = 0; i < 20; i++) {
            LateCanceller late = new LateCanceller();
            transport.exchange(Trial.deletion(server.uri())).subscribe(late);
            late.awaitEndAndCancel();
        }
        Trial.answer(transport, server.uri());
        assertThat(server.connections()).isEqualTo(1);
    }

    private static void others(Trial trial) throws Exception {
        ScriptedServer server = trial.serve(CancellationCases::answeringWhenReleased);
        HttpTransport transport = trial.transport();
        Disposable cancelled = subscribe(transport, server.uri("/cancelled"));
        CompletableFuture<TransportResponse> staying =
                transport.exchange(Trial.deletion(server.uri("/staying"))).toFuture();
        server.awaitRequests(2);
        cancelled.dispose();
        server.release();
        server.release();
        assertThat(staying.get(Trial.LIMIT.toSeconds(), TimeUnit.SECONDS).status())
                .isEqualTo(200);
    }

    private static Disposable subscribe(HttpTransport transport, URI uri) {
        return transport.exchange(Trial.deletion(uri)).subscribe(unexpected -> {}, afterwards -> {});
    }
}
