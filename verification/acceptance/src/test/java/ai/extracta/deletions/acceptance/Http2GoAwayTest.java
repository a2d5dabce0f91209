package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.acceptance.ScriptedHttp2Connection.Request;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportResponse;
import io.netty.handler.codec.http2.Http2Error;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of calls when the server goes away. */
@EachHttp2Client
class Http2GoAwayTest extends AbstractHttp2Test {

    @ParameterizedTest
    @EnumSource(names = {"NO_ERROR", "INTERNAL_ERROR"})
    void isNotProcessedAboveTheLastStreamAndGoesOnUpToIt(Http2Error error) throws Exception {
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToOk);
        CompletableFuture<TransportResponse> last = call(server, "/last");
        Request lastRequest = server.await("/last");
        CompletableFuture<TransportResponse> leftOut = call(server, "/left-out");
        server.await("/left-out");

        lastRequest.goAwayAfterThis(error);
        fails(leftOut, Kind.NOT_PROCESSED, false);
        lastRequest.respond(200);

        assertThat(body(last)).isEqualTo("/last");
    }

    @ParameterizedTest
    @EnumSource(names = {"NO_ERROR", "INTERNAL_ERROR"})
    void isUnknownUpToTheLastStreamIfTheConnectionIsLost(Http2Error error) throws Exception {
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToOk);
        CompletableFuture<TransportResponse> last = call(server, "/last");
        Request lastRequest = server.await("/last");
        CompletableFuture<TransportResponse> leftOut = call(server, "/left-out");
        server.await("/left-out");

        lastRequest.goAwayAfterThis(error);
        lastRequest.closeConnection();

        fails(leftOut, Kind.NOT_PROCESSED, false);
        fails(last, Kind.CONNECTION_LOST, true);
        assertThat(body(call(server, "/ok"))).isEqualTo("/ok");
    }

    @Test
    void isNotProcessedIfTheServerLowersTheLastStream() throws Exception {
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToOk);
        CompletableFuture<TransportResponse> first = call(server, "/first");
        Request firstRequest = server.await("/first");
        CompletableFuture<TransportResponse> second = call(server, "/second");
        Request secondRequest = server.await("/second");

        secondRequest.connection().goAway(Integer.MAX_VALUE, Http2Error.NO_ERROR);
        secondRequest.connection().ping();
        server.awaitAcknowledgedPings(1);
        assertThat(second).isNotDone();
        firstRequest.goAwayAfterThis(Http2Error.NO_ERROR);
        fails(second, Kind.NOT_PROCESSED, false);
        firstRequest.respond(200);

        assertThat(body(first)).isEqualTo("/first");
    }

    /** It has responded, so it did process it. */
    @Test
    void isUnknownAboveTheLastStreamAfterAResponseHeader() throws Exception {
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToOk);
        CompletableFuture<TransportResponse> last = call(server, "/last");
        Request lastRequest = server.await("/last");
        CompletableFuture<TransportResponse> responded = call(server, "/responded");

        server.await("/responded").respondHead(200);
        lastRequest.goAwayAfterThis(Http2Error.NO_ERROR);

        TransportException failure = failure(responded);
        assertThat(failure.maybeSent()).isTrue();
        lastRequest.respond(200);
        assertThat(body(last)).isEqualTo("/last");
    }

    @Test
    void sendsWhatIsQueuedOnAnotherConnection() throws Exception {
        ScriptedHttp2Server server = server(streams(1), ScriptedHttp2Server::respondToOk);
        CompletableFuture<TransportResponse> last = call(server, "/last");
        Request lastRequest = server.await("/last");
        CompletableFuture<TransportResponse> queued = call(server, "/ok");

        lastRequest.goAwayAfterThis(Http2Error.NO_ERROR);
        lastRequest.respond(200);
        assertThat(body(last)).isEqualTo("/last");
        lastRequest.closeConnection();

        assertThat(body(queued)).isEqualTo("/ok");
        assertThat(server.connections()).isEqualTo(2);
    }
}
