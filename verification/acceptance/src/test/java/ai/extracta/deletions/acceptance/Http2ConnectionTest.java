package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.acceptance.ScriptedHttp2Connection.Request;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportResponse;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.internal.ThreadExecutorMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** When a client of our own closes its connections. A lent one does as its owner configured it. */
@ParameterizedClass(name = "{0}")
@EnumSource(value = Http2Client.class, names = "OWN")
class Http2ConnectionTest extends AbstractHttp2Test {

    private static final Duration PING_TIMEOUT = Duration.ofMillis(500);
    private static final int MAX_RESETS = 100;

    @ParameterizedTest
    @EnumSource(names = {"NO_ERROR", "INTERNAL_ERROR"})
    void closesAConnectionThatIsGoingAwayAfterItsLastStream(Http2Error error) throws Exception {
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToOk);
        CompletableFuture<TransportResponse> last = call(server, "/last");
        Request lastRequest = server.await("/last");
        lastRequest.goAwayAfterThis(error);
        lastRequest.connection().ping();
        server.awaitAcknowledgedPings(1);
        CompletableFuture<TransportResponse> next = call(server, "/ok");

        lastRequest.respond(200);

        assertThat(body(last)).isEqualTo("/last");
        server.awaitDisconnects(1);
        assertThat(body(next)).isEqualTo("/ok");
        assertThat(server.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"NO_ERROR", "INTERNAL_ERROR"})
    void closesAnIdleConnectionThatIsGoingAway(Http2Error error) throws Exception {
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToOk);
        assertThat(body(call(server, "/ok-first"))).isEqualTo("/ok-first");

        server.await("/ok-first").goAwayAfterThis(error);

        server.awaitDisconnects(1);
        assertThat(body(call(server, "/ok-next"))).isEqualTo("/ok-next");
        assertThat(server.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesAStreamThatTheServerStarts(boolean pushed) throws Exception {
        ScriptedHttp2Server server = server(first(request -> {
            byte[] promise = {0, 0, 0, 2, (byte) 0x88};
            if (pushed) {
                request.connection().frame(5, 4, request.stream(), promise);
            }
            Request other = new Request(request.connection(), 2, "/pushed");
            other.confirm();
        }));
        ClassificationDeletions deletions = deletions(server);

        fails(deletions.deleteClassification("cls-1"), Outcome.UNKNOWN);
        succeeds(deletions.deleteClassification("cls-2"));
    }

    @Test
    void usesAnotherConnectionAtOnceWhereSeveralArePermitted() throws Exception {
        open(settings().maxConnections(2));
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToOk);
        CompletableFuture<TransportResponse> last = call(server, "/last");
        Request lastRequest = server.await("/last");
        lastRequest.goAwayAfterThis(Http2Error.NO_ERROR);
        lastRequest.connection().ping();
        server.awaitAcknowledgedPings(1);

        assertThat(body(call(server, "/ok"))).isEqualTo("/ok");
        lastRequest.respond(200);

        assertThat(body(last)).isEqualTo("/last");
        server.awaitDisconnects(1);
    }

    @Test
    void closesADeadConnectionAfterACallHasTimedOut() throws Exception {
        open(settings().connectTimeout(PING_TIMEOUT));
        ScriptedHttp2Server server =
                server(first(request -> request.connection().mute()));
        ClassificationDeletions deletions = deletions(server);

        fails(deletions.deleteClassification("cls-dead"), Outcome.UNKNOWN);
        server.awaitDisconnects(1);

        succeeds(deletions.deleteClassification("cls-next"));
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void closesADeadConnectionWithItsOtherCalls() throws Exception {
        open(settings().connectTimeout(PING_TIMEOUT));
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToOk);
        CompletableFuture<TransportResponse> neighbour = call(server, "/neighbour");
        CompletableFuture<TransportResponse> cancelled = call(server, "/cancelled");
        server.await("/neighbour");
        server.await("/cancelled").connection().mute();

        cancelled.cancel(true);

        fails(neighbour, Kind.CONNECTION_LOST, true);
        assertThat(body(call(server, "/ok"))).isEqualTo("/ok");
    }

    /** A second ping is sent only after the first was acknowledged. */
    @Test
    void keepsAConnectionThatIsAlive() throws Exception {
        open(settings().connectTimeout(PING_TIMEOUT));
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToOk);
        CompletableFuture<TransportResponse> neighbour = call(server, "/neighbour");
        Request neighbourRequest = server.await("/neighbour");
        for (int i = 0; i < 10; i++) {
            CompletableFuture<TransportResponse> cancelled = call(server, "/cancelled-" + i);
            Request request = server.await("/cancelled-" + i);
            cancelled.cancel(true);
            assertThat(server.awaitReset(request)).isEqualTo(Http2Error.CANCEL);
            isPending(neighbour, PING_TIMEOUT.dividedBy(5));
        }
        neighbourRequest.respond(200);

        assertThat(body(neighbour)).isEqualTo("/neighbour");
        assertThat(server.connections()).isOne();
        assertThat(server.disconnects()).isZero();
    }

    @RepeatedTest(3)
    void closesItsConnectionsWhenItIsClosed() throws Exception {
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToOk);
        CompletableFuture<TransportResponse> call = call(server, "/in-flight");
        server.await("/in-flight");

        transport().closeLater().block(SimulatorExtension.TIMEOUT);

        fails(call, Kind.CLOSED, true);
        server.awaitDisconnects(1);
    }

    @Test
    void closesIdleConnectionsWhenItIsClosed() throws Exception {
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToOk);
        assertThat(body(call(server, "/ok"))).isEqualTo("/ok");

        transport().closeLater().block(SimulatorExtension.TIMEOUT);

        server.awaitDisconnects(1);
    }

    @Test
    void closesAnIdleConnection() throws Exception {
        open(settings().maxIdleTime(Duration.ofSeconds(1)));
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToOk);
        assertThat(body(call(server, "/ok-first"))).isEqualTo("/ok-first");

        server.awaitDisconnects(1);

        assertThat(body(call(server, "/ok-next"))).isEqualTo("/ok-next");
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void doesNotCloseAConnectionAsIdleThatHasACall() throws Exception {
        open(settings().maxIdleTime(Duration.ofSeconds(1)));
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToOk);
        CompletableFuture<TransportResponse> slow = call(server, "/slow");
        Request slowRequest = server.await("/slow");
        assertThat(body(call(server, "/ok"))).isEqualTo("/ok");

        isPending(slow, Duration.ofSeconds(2));
        slowRequest.respond(200);

        assertThat(body(slow)).isEqualTo("/slow");
        server.awaitDisconnects(1);
        assertThat(server.connections()).isOne();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void doesNotFailTheNextCallOfAnIdleConnectionThatTheServerClosed(boolean ofTls) throws Exception {
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToOk);
        for (int i = 0; i < 5; i++) {
            String path = "/ok-" + i;
            assertThat(body(call(server, path))).isEqualTo(path);
            server.await(path).connection().endOutput(ofTls);
            server.awaitDisconnects(i + 1);
        }
    }

    @Test
    void continuesOnAnotherConnectionBeforeAServerTakesItsResetsForAnAttack() throws Exception {
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToOk);
        CompletableFuture<TransportResponse> neighbour = call(server, "/neighbour");
        Request neighbourRequest = server.await("/neighbour");
        List<Request> cancelled = new ArrayList<>();
        for (int i = 0; i < MAX_RESETS; i++) {
            CompletableFuture<TransportResponse> call = call(server, "/cancelled-" + i);
            cancelled.add(server.await("/cancelled-" + i));
            call.cancel(true);
        }
        for (Request request : cancelled) {
            assertThat(server.awaitReset(request)).isEqualTo(Http2Error.CANCEL);
        }
        CompletableFuture<TransportResponse> next = call(server, "/ok");
        neighbourRequest.respond(200);

        assertThat(body(neighbour)).isEqualTo("/neighbour");
        assertThat(body(next)).isEqualTo("/ok");
        server.awaitDisconnects(1);
        assertThat(server.connections()).isEqualTo(2);
    }

    /** Three tasks of the event loop: the last reset, the next call, and what the reset makes of the connection. */
    @Test
    void sendsOnAnotherConnectionWhatWasGrantedAStreamOfOneThatIsJustBeingReplaced() throws Exception {
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToOk);
        List<CompletableFuture<TransportResponse>> pending = new ArrayList<>();
        for (int i = 0; i < MAX_RESETS; i++) {
            pending.add(call(server, "/cancelled-" + i));
            Request ignored = server.await("/cancelled-" + i);
        }
        CompletableFuture<TransportResponse> next = exchange(server, "/ok-1")
                .flatMap(response -> {
                    EventExecutor loop = ThreadExecutorMap.currentExecutor();
                    pending.forEach(call -> call.cancel(true));
                    return Mono.<TransportResponse>create(sink -> loop.execute(
                            () -> sink.onDispose(exchange(server, "/ok-2").subscribe(sink::success, sink::error))));
                })
                .toFuture();

        assertThat(body(next)).isEqualTo("/ok-2");
        server.awaitDisconnects(1);
        assertThat(server.connections()).isEqualTo(2);
    }
}
