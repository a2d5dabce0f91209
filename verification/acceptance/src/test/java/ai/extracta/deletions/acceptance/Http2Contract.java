package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.acceptance.ScriptedHttp2Server.Request;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.testsupport.LogCapture;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.HttpVersion;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.TransportSettings.Protocol;
import ch.qos.logback.classic.Level;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What every transport that speaks HTTP/2 keeps to, on a server that writes single frames. */
abstract class Http2Contract {

    private static final Http2Settings MANY_STREAMS = new Http2Settings();
    private static final int STORM_CALLS = 2_000;

    private static final int MAX_RESPONSE_BYTES = 10_000;

    static HeldCertificate certificate;

    private HttpTransport transport;

    /** With at most one connection, and responses of at most {@link #MAX_RESPONSE_BYTES}. */
    abstract HttpTransport create(TransportSettings settings);

    @BeforeAll
    static void createCertificate(@TempDir Path directory) throws Exception {
        certificate = HeldCertificate.create(directory, "http2", "ip:127.0.0.1");
    }

    @BeforeEach
    void open() {
        transport = create(TransportSettings.builder()
                .protocol(Protocol.HTTP_2_OR_1_1)
                .maxConnections(1)
                .maxResponseBytes(MAX_RESPONSE_BYTES)
                .trust(List.of(certificate.certificate()))
                .build());
    }

    @AfterEach
    void release() {
        transport.closeLater().block(SimulatorExtension.TIMEOUT);
    }

    @Test
    void resetsTheStreamOfACancelledCallAndNoOther() throws Exception {
        try (ScriptedHttp2Server server = server(MANY_STREAMS, ScriptedHttp2Server::respondToOk)) {
            CompletableFuture<TransportResponse> neighbour = call(server, "/neighbour");
            Request neighbourRequest = server.await("/neighbour");
            CompletableFuture<TransportResponse> cancelled = call(server, "/cancelled");
            Request cancelledRequest = server.await("/cancelled");

            cancelled.cancel(true);

            assertThat(server.awaitReset(cancelledRequest)).isEqualTo(Http2Error.CANCEL);
            neighbourRequest.respond(200);
            assertThat(body(neighbour)).isEqualTo("/neighbour");
            assertThat(server.resetPaths()).containsExactly("/cancelled");
            assertThat(server.connections()).isOne();
        }
    }

    @Test
    void neverSendsWhatWasCancelledWhileItWaitedForAStream() throws Exception {
        try (ScriptedHttp2Server server = server(streams(1), ScriptedHttp2Server::respondToOk)) {
            CompletableFuture<TransportResponse> first = call(server, "/first");
            Request firstRequest = server.await("/first");
            CompletableFuture<TransportResponse> cancelled = call(server, "/cancelled");
            CompletableFuture<TransportResponse> last = call(server, "/ok");

            cancelled.cancel(true);
            firstRequest.respond(200);

            assertThat(body(first)).isEqualTo("/first");
            assertThat(body(last)).isEqualTo("/ok");
            assertThat(server.paths()).containsExactly("/first", "/ok");
        }
    }

    @Test
    void queuesWhatTheServerHasNoStreamFor() throws Exception {
        try (ScriptedHttp2Server server = server(streams(1), ScriptedHttp2Server::respondToAll)) {
            List<CompletableFuture<TransportResponse>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                calls.add(call(server, "/call-" + i));
            }

            for (int i = 0; i < 20; i++) {
                assertThat(body(calls.get(i))).isEqualTo("/call-" + i);
            }
            assertThat(server.connections()).isOne();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CANCEL", "INTERNAL_ERROR", "NO_ERROR", "PROTOCOL_ERROR"})
    void reportsAResetAsMaybeSent(Http2Error error) throws Exception {
        try (ScriptedHttp2Server server = server(MANY_STREAMS, request -> request.reset(error))) {
            fails(call(server, "/reset"), Kind.CONNECTION_LOST, true);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSED_STREAM", "HTTP_1_1_REQUIRED"})
    void reportsARefusedStreamAsNotProcessed(Http2Error error) throws Exception {
        try (ScriptedHttp2Server server = server(MANY_STREAMS, request -> request.reset(error))) {
            fails(call(server, "/refused"), Kind.NOT_PROCESSED, false);
        }
    }

    @Test
    void reportsThatTheServerWantsFewerRequests() throws Exception {
        try (ScriptedHttp2Server server =
                server(MANY_STREAMS, request -> request.reset(Http2Error.ENHANCE_YOUR_CALM))) {
            fails(call(server, "/calm"), Kind.THROTTLED, true);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 102, 103, 199})
    void skipsAnInterimResponse(int status) throws Exception {
        try (ScriptedHttp2Server server = server(MANY_STREAMS, request -> {
            request.respondHead(status);
            request.respond(200);
        })) {
            assertThat(body(call(server, "/interim"))).isEqualTo("/interim");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {103, 200})
    void believesNoRefusalAfterAResponseHeader(int status) throws Exception {
        try (ScriptedHttp2Server server = server(MANY_STREAMS, request -> {
            request.respondHead(status);
            request.reset(Http2Error.REFUSED_STREAM);
        })) {
            CompletableFuture<TransportResponse> call = call(server, "/contradiction");

            assertThat(failure(call).maybeSent()).isTrue();
        }
    }

    @Test
    void retriesWhatTheServerRefused() throws Exception {
        AtomicBoolean refused = new AtomicBoolean();
        Consumer<Request> refusesTheFirst = request -> {
            if (refused.compareAndSet(false, true)) {
                request.reset(Http2Error.REFUSED_STREAM);
            } else {
                request.respond(204);
            }
        };
        try (ScriptedHttp2Server server = server(MANY_STREAMS, refusesTheFirst);
                LogCapture logs = LogCapture.capture(Level.INFO, java.util.logging.Level.INFO, "reactor.netty");
                ClassificationDeletions deletions = ClassificationDeletions.builder()
                        .apiKey(ApiKey.of("a-key-of-the-test"))
                        .baseUri(URI.create("https://127.0.0.1:" + server.port()))
                        .transport(transport)
                        .build()) {
            DeletionReceipt receipt = deletions.deleteClassification("cls-1").block(SimulatorExtension.TIMEOUT);

            assertThat(receipt.attempts()).isEqualTo(2);
            assertThat(receipt.httpVersion()).hasValue(HttpVersion.HTTP_2);
            assertThat(logs.lines()).isEmpty();
        }
    }

    @Test
    void reportsWhatGoAwayLeavesOutAsNotProcessed() throws Exception {
        try (ScriptedHttp2Server server = server(MANY_STREAMS, ScriptedHttp2Server::respondToOk)) {
            CompletableFuture<TransportResponse> last = call(server, "/last");
            Request lastRequest = server.await("/last");
            CompletableFuture<TransportResponse> leftOut = call(server, "/left-out");
            server.await("/left-out");

            lastRequest.goAwayAfterThis(Http2Error.NO_ERROR);
            fails(leftOut, Kind.NOT_PROCESSED, false);
            lastRequest.respond(200);

            assertThat(body(last)).isEqualTo("/last");
        }
    }

    @Test
    void cancellingLeavesTheOtherCallsOfAConnectionAlone() throws Exception {
        try (ScriptedHttp2Server server = server(streams(50), ScriptedHttp2Server::respondToAll)) {
            List<String> answered = Flux.range(0, STORM_CALLS)
                    .flatMap(
                            i -> i % 2 == 0 ? answered(server, "/kept-" + i) : cancelled(server, "/cancelled-" + i), 64)
                    .collectList()
                    .block(SimulatorExtension.TIMEOUT);

            assertThat(answered).hasSize(STORM_CALLS / 2).allMatch(path -> path.startsWith("/kept-"));
            assertThat(server.connections()).isOne();
        }
    }

    private Mono<String> answered(ScriptedHttp2Server server, String path) {
        return exchange(server, path).map(response -> {
            assertThat(text(response)).isEqualTo(path);
            return path;
        });
    }

    private Mono<String> cancelled(ScriptedHttp2Server server, String path) {
        return exchange(server, path)
                .then(Mono.<String>empty())
                .takeUntilOther(
                        Mono.delay(Duration.ofNanos(ThreadLocalRandom.current().nextLong(2_000_000))));
    }

    private static void fails(CompletableFuture<TransportResponse> call, Kind kind, boolean maybeSent) {
        TransportException failure = failure(call);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.maybeSent()).isEqualTo(maybeSent);
    }

    private static TransportException failure(CompletableFuture<TransportResponse> call) {
        try (LogCapture logs = LogCapture.capture(Level.INFO, java.util.logging.Level.INFO, "reactor.netty")) {
            Throwable failure =
                    catchThrowable(() -> call.get(SimulatorExtension.TIMEOUT.toSeconds(), TimeUnit.SECONDS));
            assertThat(logs.lines()).isEmpty();
            return (TransportException) failure.getCause();
        }
    }

    private CompletableFuture<TransportResponse> call(ScriptedHttp2Server server, String path) {
        return exchange(server, path).toFuture();
    }

    private Mono<TransportResponse> exchange(ScriptedHttp2Server server, String path) {
        ByteBuffer body = ByteBuffer.wrap("{}".getBytes(StandardCharsets.UTF_8));
        URI uri = URI.create("https://127.0.0.1:" + server.port() + path);
        return transport.exchange(new TransportRequest("DELETE", uri, Headers.of("accept", "application/json"), body));
    }

    private static String body(CompletableFuture<TransportResponse> call) throws Exception {
        return text(call.get(SimulatorExtension.TIMEOUT.toSeconds(), TimeUnit.SECONDS));
    }

    private static String text(TransportResponse response) {
        return StandardCharsets.UTF_8.decode(response.body()).toString();
    }

    private static ScriptedHttp2Server server(Http2Settings settings, Consumer<Request> script) throws Exception {
        return new ScriptedHttp2Server(certificate, settings, script);
    }

    private static Http2Settings streams(int max) {
        return new Http2Settings().maxConcurrentStreams(max);
    }
}
