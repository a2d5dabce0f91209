package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.acceptance.ScriptedHttp2Connection.Request;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.transport.SendListener;
import ai.extracta.deletions.transport.TransportResponse;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.Sinks.EmitResult;

/** Whenever a call is cancelled, its neighbours go on, and the next call gets through. */
@EachHttp2Client
class Http2CancellationTest extends AbstractHttp2Test {

    private static final int STORM_CALLS = 2_000;

    @Test
    void neverSendsWhatWasCancelledWhileConnecting() throws Exception {
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToOk);
        server.holdHandshakes();
        CompletableFuture<TransportResponse> cancelled = call(server, "/cancelled");
        CompletableFuture<TransportResponse> neighbour = call(server, "/ok-neighbour");

        cancelled.cancel(true);
        server.releaseHandshakes();

        assertThat(body(neighbour)).isEqualTo("/ok-neighbour");
        assertThat(body(call(server, "/ok-next"))).isEqualTo("/ok-next");
        assertThat(server.paths()).containsExactly("/ok-neighbour", "/ok-next");
    }

    @Test
    void neverSendsTheOnlyCallIfItWasCancelledWhileConnecting() throws Exception {
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToOk);
        server.holdHandshakes();

        call(server, "/cancelled").cancel(true);
        server.releaseHandshakes();

        assertThat(body(call(server, "/ok"))).isEqualTo("/ok");
        assertThat(server.paths()).containsExactly("/ok");
    }

    @Test
    void neverSendsWhatWasCancelledWhileItWaitedForAStream() throws Exception {
        ScriptedHttp2Server server = server(streams(1), ScriptedHttp2Server::respondToOk);
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

    @Test
    void neverSendsWhatWasCancelledBeforeItsHeaders() throws Exception {
        ScriptedHttp2Server server = server(streams(1), ScriptedHttp2Server::respondToOk);
        for (int i = 0; i < 5; i++) {
            cancelWhenGranted(server, "/cancelled-" + i);
            assertThat(body(call(server, "/ok-" + i))).isEqualTo("/ok-" + i);
        }

        assertThat(server.paths()).containsExactly("/ok-0", "/ok-1", "/ok-2", "/ok-3", "/ok-4");
        assertThat(server.connections()).isOne();
    }

    private void cancelWhenGranted(ScriptedHttp2Server server, String path) {
        Sinks.Empty<Void> granted = Sinks.empty();
        SendListener cancelling = new SendListener() {
            @Override
            public void pending() {}

            @Override
            public void sending() {
                EmitResult ignored = granted.tryEmitEmpty();
            }
        };
        TransportResponse none = exchange(server.uri().resolve(path), cancelling)
                .takeUntilOther(granted.asMono())
                .block(SimulatorExtension.TIMEOUT);
        assertThat(none).isNull();
    }

    @Test
    void resetsTheStreamOfACancelledCallAndNoOther() throws Exception {
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToOk);
        CompletableFuture<TransportResponse> neighbour = call(server, "/neighbour");
        Request neighbourRequest = server.await("/neighbour");
        CompletableFuture<TransportResponse> cancelled = call(server, "/cancelled");
        Request cancelledRequest = server.await("/cancelled");

        cancelled.cancel(true);

        assertThat(server.awaitReset(cancelledRequest)).isEqualTo(Http2Error.CANCEL);
        isUnharmed(server, neighbour, neighbourRequest);
    }

    @Test
    void resetsTheStreamOfACallThatIsCancelledAfterTheHeadOfItsResponse() throws Exception {
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToOk);
        CompletableFuture<TransportResponse> neighbour = call(server, "/neighbour");
        Request neighbourRequest = server.await("/neighbour");
        CompletableFuture<TransportResponse> cancelled = call(server, "/cancelled");
        Request cancelledRequest = server.await("/cancelled");
        cancelledRequest.respondHead(200);
        cancelledRequest.respondBody("the beginning", false);
        cancelledRequest.connection().ping();
        server.awaitAcknowledgedPings(1);

        cancelled.cancel(true);

        assertThat(server.awaitReset(cancelledRequest)).isEqualTo(Http2Error.CANCEL);
        isUnharmed(server, neighbour, neighbourRequest);
    }

    @Test
    void resetsTheStreamOfACallThatIsCancelledWithinItsBody() throws Exception {
        ScriptedHttp2Server server = server(new Http2Settings().initialWindowSize(0), ScriptedHttp2Server::respondToOk);
        CompletableFuture<TransportResponse> neighbour = call(server, "/neighbour");
        Request neighbourRequest = server.await("/neighbour");
        CompletableFuture<TransportResponse> cancelled = call(server, "/cancelled");
        Request cancelledRequest = server.await("/cancelled");

        cancelled.cancel(true);

        assertThat(server.awaitReset(cancelledRequest)).isEqualTo(Http2Error.CANCEL);
        server.settings().initialWindowSize(100);
        neighbourRequest.connection().settings(server.settings());
        isUnharmed(server, neighbour, neighbourRequest);
    }

    private void isUnharmed(
            ScriptedHttp2Server server, CompletableFuture<TransportResponse> neighbour, Request neighbourRequest)
            throws Exception {
        neighbourRequest.respond(200);
        assertThat(body(neighbour)).isEqualTo("/neighbour");
        assertThat(body(call(server, "/ok"))).isEqualTo("/ok");
        assertThat(server.resetPaths()).containsExactly("/cancelled");
        assertThat(server.connections()).isOne();
    }

    @Test
    void leavesTheOtherCallsOfAConnectionAlone() throws Exception {
        ScriptedHttp2Server server = server(streams(50), ScriptedHttp2Server::respondToAll);
        List<String> answered = Flux.range(0, STORM_CALLS)
                .flatMap(i -> i % 2 == 0 ? answered(server, "/kept-" + i) : cancelled(server, "/cancelled-" + i), 64)
                .collectList()
                .block(SimulatorExtension.TIMEOUT);

        assertThat(answered).hasSize(STORM_CALLS / 2).allMatch(path -> path.startsWith("/kept-"));
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
}
