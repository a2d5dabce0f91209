package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.acceptance.ScriptedHttp2Connection.Request;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.transport.TransportResponse;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Calls wait for a stream if the server permits fewer than there are calls. */
@EachHttp2Client
class Http2StreamLimitTest extends AbstractHttp2Test {

    @Test
    void queuesWhatTheServerHasNoStreamFor() throws Exception {
        ScriptedHttp2Server server = server(streams(1), ScriptedHttp2Server::respondToAll);
        List<CompletableFuture<TransportResponse>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(call(server, "/call-" + i));
        }

        for (int i = 0; i < 20; i++) {
            assertThat(body(calls.get(i))).isEqualTo("/call-" + i);
        }
        assertThat(server.connections()).isOne();
    }

    @Test
    void queuesWhatTheServerHasNoStreamForAnyMore() throws Exception {
        ScriptedHttp2Server server = server(streams(10), ScriptedHttp2Server::respondToOk);
        List<CompletableFuture<TransportResponse>> sent = new ArrayList<>();
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sent.add(call(server, "/sent-" + i));
            requests.add(server.await("/sent-" + i));
        }
        requests.get(0).connection().settings(new Http2Settings().maxConcurrentStreams(1));
        requests.get(0).connection().ping();
        server.awaitAcknowledgedPings(1);
        CompletableFuture<TransportResponse> queued = call(server, "/ok-queued");
        CompletableFuture<TransportResponse> later = call(server, "/ok-later");

        isPending(queued, ATTEMPT_DEADLINE.dividedBy(4));
        requests.forEach(request -> request.respond(200));

        for (int i = 0; i < 3; i++) {
            assertThat(body(sent.get(i))).isEqualTo("/sent-" + i);
        }
        assertThat(body(queued)).isEqualTo("/ok-queued");
        assertThat(body(later)).isEqualTo("/ok-later");
        assertThat(server.connections()).isOne();
    }

    @Test
    void endsWhatTheServerPermitsNoStreamForAsNotSent() throws Exception {
        ScriptedHttp2Server server = server(streams(0), Request::confirm);
        ClassificationDeletions deletions = deletions(server);

        fails(deletions.deleteClassification("cls-1"), Outcome.NOT_SENT);
        fails(deletions.deleteClassification("cls-2"), Outcome.NOT_SENT);

        assertThat(server.paths()).isEmpty();
    }

    @Test
    void goesOnWhenTheServerPermitsStreamsAgain() throws Exception {
        ScriptedHttp2Server server = server(request -> {
            if (request.body().contains("cls-first")) {
                request.connection().settings(streams(0));
            }
            request.confirm();
        });
        ClassificationDeletions deletions = deletions(server);
        succeeds(deletions.deleteClassification("cls-first"));

        fails(deletions.deleteClassification("cls-none"), Outcome.NOT_SENT);
        server.awaitRequests(1).connection().settings(streams(5));
        server.awaitRequests(1).connection().ping();
        server.awaitAcknowledgedPings(1);

        succeeds(deletions.deleteClassification("cls-next"));
        succeeds(deletions.deleteClassification("cls-last"));
        assertThat(server.paths()).hasSize(3);
    }
}
