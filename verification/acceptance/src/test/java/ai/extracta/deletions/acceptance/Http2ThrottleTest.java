package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.acceptance.ScriptedHttp2Connection.Request;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportResponse;
import io.netty.handler.codec.http2.Http2Error;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A server that wants fewer requests says {@code ENHANCE_YOUR_CALM}. */
@EachHttp2Client
class Http2ThrottleTest extends AbstractHttp2Test {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    @Test
    void isUnknownIfTheStreamIsReset() throws Exception {
        ScriptedHttp2Server server = server(request -> request.reset(Http2Error.ENHANCE_YOUR_CALM));

        fails(call(server, "/calm"), Kind.THROTTLED, true);
    }

    @Test
    void isNotSentAboveTheLastStreamOfGoAway() throws Exception {
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToOk);
        CompletableFuture<TransportResponse> last = call(server, "/last");
        Request lastRequest = server.await("/last");
        CompletableFuture<TransportResponse> leftOut = call(server, "/left-out");
        server.await("/left-out");

        lastRequest.goAwayAfterThis(Http2Error.ENHANCE_YOUR_CALM);

        fails(leftOut, Kind.THROTTLED, false);
        lastRequest.respond(200);
        assertThat(body(last)).isEqualTo("/last");
    }

    @Test
    void isUnknownUpToTheLastStreamIfTheConnectionIsClosed() throws Exception {
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToOk);
        CompletableFuture<TransportResponse> last = call(server, "/last");
        Request lastRequest = server.await("/last");

        lastRequest.goAwayAfterThis(Http2Error.ENHANCE_YOUR_CALM);
        lastRequest.closeConnection();

        assertThat(failure(last).maybeSent()).isTrue();
    }

    @Test
    void pausesTheClient() throws Exception {
        ScriptedHttp2Server server = server(first(request -> request.reset(Http2Error.ENHANCE_YOUR_CALM)));
        ClassificationDeletions deletions = deletions(
                server,
                builder -> builder.retryPolicy(
                        RetryPolicy.none().withBackoff(PAUSE, PAUSE).withJitter(0)));

        TransportFailedException failure = fails(deletions.deleteClassification("cls-1"), Outcome.UNKNOWN);

        assertThat(failure.kind()).isEqualTo(Kind.THROTTLED);
        assertThat(deletions.status().remainingPause()).isPositive();
        succeeds(deletions.deleteClassification("cls-2"));
    }
}
