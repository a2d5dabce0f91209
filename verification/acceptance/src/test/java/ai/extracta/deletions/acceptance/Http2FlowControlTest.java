package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.acceptance.ScriptedHttp2Connection.Request;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportResponse;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** A server can keep the body of a request from being sent. */
@EachHttp2Client
class Http2FlowControlTest extends AbstractHttp2Test {

    private static final Http2Settings NO_BODY = new Http2Settings().initialWindowSize(0);

    @Test
    void isUnknownAtTheDeadlineIfTheServerDoesNotTakeTheBody() throws Exception {
        ScriptedHttp2Server server = server(NO_BODY, Request::confirm);
        ClassificationDeletions deletions = deletions(server);
        CompletableFuture<TransportResponse> neighbour = call(server, "/neighbour");
        Request neighbourRequest = server.await("/neighbour");

        CompletableFuture<DeletionReceipt> stalled =
                deletions.deleteClassification("cls-1").toFuture();
        Request request = server.awaitRequests(2);

        assertThat(fails(Mono.fromFuture(stalled), Outcome.UNKNOWN).kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(server.awaitReset(request)).isEqualTo(Http2Error.CANCEL);
        assertThat(request.body()).isEmpty();
        neighbourRequest.connection().windowUpdate(neighbourRequest.stream(), 100);
        assertThat(body(neighbour)).contains("success");
    }

    @Test
    void goesOnWhenTheServerTakesTheBody() throws Exception {
        ScriptedHttp2Server server = server(NO_BODY, ScriptedHttp2Server::respondToAll);
        CompletableFuture<TransportResponse> call = call(server, "/slow");
        Request request = server.await("/slow");

        isPending(call, ATTEMPT_DEADLINE.dividedBy(4));
        request.connection().windowUpdate(request.stream(), 1);
        isPending(call, ATTEMPT_DEADLINE.dividedBy(4));
        assertThat(request.body()).isEqualTo("{");
        request.connection().windowUpdate(request.stream(), 1);

        assertThat(body(call)).isEqualTo("/slow");
        assertThat(request.body()).isEqualTo("{}");
    }

    /** The window of the connection is used up by what was cancelled, unless that gives it back. */
    @Test
    void readsResponsesAfterManyThatItDidNotReadToTheirEnd() throws Exception {
        ScriptedHttp2Server server = server(request -> {
            request.respondHead(200);
            request.respondBody("x".repeat(MAX_RESPONSE_BYTES), request.path().startsWith("/ok"));
        });
        for (int i = 0; i < 30; i++) {
            CompletableFuture<TransportResponse> cancelled = call(server, "/cancelled-" + i);
            Request request = server.await("/cancelled-" + i);
            request.connection().ping();
            server.awaitAcknowledgedPings(i + 1);
            cancelled.cancel(true);
            server.awaitReset(request);
        }

        assertThat(body(call(server, "/ok"))).hasSize(MAX_RESPONSE_BYTES);
        assertThat(server.connections()).isOne();
    }
}
