package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.AttemptResult;
import ai.extracta.deletions.CallListener;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.acceptance.ScriptedHttp2Connection.Request;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.transport.HttpVersion;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportResponse;
import io.netty.handler.codec.http2.Http2Error;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a call whose stream or connection the server ends. */
@EachHttp2Client
class Http2ResetTest extends AbstractHttp2Test {

    @ParameterizedTest
    @EnumSource(names = {"CANCEL", "INTERNAL_ERROR", "NO_ERROR", "PROTOCOL_ERROR", "FLOW_CONTROL_ERROR"})
    void isUnknown(Http2Error error) throws Exception {
        ScriptedHttp2Server server = server(request -> request.reset(error));

        fails(call(server, "/reset"), Kind.CONNECTION_LOST, true);
    }

    /** It counts as an internal error. */
    @Test
    void isUnknownForAnUnknownReason() throws Exception {
        ScriptedHttp2Server server = server(
                request -> request.connection().frame(3, 0, request.stream(), (byte) 1, (byte) 2, (byte) 3, (byte) 4));

        fails(call(server, "/reset"), Kind.CONNECTION_LOST, true);
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSED_STREAM", "HTTP_1_1_REQUIRED"})
    void isNotProcessedIfItIsRefused(Http2Error error) throws Exception {
        ScriptedHttp2Server server = server(request -> request.reset(error));

        fails(call(server, "/refused"), Kind.NOT_PROCESSED, false);
    }

    @ParameterizedTest
    @ValueSource(ints = {103, 200})
    void believesNoRefusalAfterAResponseHeader(int status) throws Exception {
        ScriptedHttp2Server server = server(request -> {
            request.respondHead(status);
            request.reset(Http2Error.REFUSED_STREAM);
        });

        assertThat(failure(call(server, "/contradiction")).maybeSent()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 102, 103, 199})
    void skipsAnInterimResponse(int status) throws Exception {
        ScriptedHttp2Server server = server(request -> {
            request.respondHead(status);
            request.respond(200);
        });

        assertThat(body(call(server, "/interim"))).isEqualTo("/interim");
    }

    @Test
    void leavesTheNeighbourAlone() throws Exception {
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToOk);
        CompletableFuture<TransportResponse> neighbour = call(server, "/neighbour");
        Request neighbourRequest = server.await("/neighbour");
        CompletableFuture<TransportResponse> reset = call(server, "/reset");

        server.await("/reset").reset(Http2Error.INTERNAL_ERROR);
        fails(reset, Kind.CONNECTION_LOST, true);
        neighbourRequest.respond(200);

        assertThat(body(neighbour)).isEqualTo("/neighbour");
        assertThat(body(call(server, "/ok"))).isEqualTo("/ok");
        assertThat(server.connections()).isOne();
    }

    @Test
    void isRetriedIfItIsRefused() throws Exception {
        ScriptedHttp2Server server = server(first(request -> request.reset(Http2Error.REFUSED_STREAM)));
        List<Optional<HttpVersion>> versions = new CopyOnWriteArrayList<>();
        ClassificationDeletions deletions = deletions(server, builder -> builder.retryPolicy(RetryPolicy.safe())
                .listener((request, context) -> new CallListener() {
                    @Override
                    public void attemptEnded(AttemptResult result) {
                        versions.add(result.httpVersion());
                    }
                }));

        DeletionReceipt receipt = deletions.deleteClassification("cls-1").block(SimulatorExtension.TIMEOUT);

        assertThat(receipt.attempts()).isEqualTo(2);
        assertThat(receipt.httpVersion()).hasValue(HttpVersion.HTTP_2);
        assertThat(versions).containsExactly(Optional.of(HttpVersion.HTTP_2), Optional.of(HttpVersion.HTTP_2));
    }

    @Test
    void saysWhichVersionOfHttpAFailureIsOf() throws Exception {
        ScriptedHttp2Server server = server(request -> request.reset(Http2Error.INTERNAL_ERROR));

        TransportFailedException failure = fails(deletions(server).deleteClassification("cls-1"), Outcome.UNKNOWN);

        assertThat(failure.httpVersion()).hasValue(HttpVersion.HTTP_2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isUnknownIfItWasSentWhenTheServerDiedAndNotSentIfItWasQueued(boolean byTcpReset) throws Exception {
        ScriptedHttp2Server server = server(streams(2), ScriptedHttp2Server::respondToOk);
        List<CompletableFuture<TransportResponse>> sent = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            sent.add(call(server, "/sent-" + i));
            server.await("/sent-" + i);
        }
        CompletableFuture<TransportResponse> queued = call(server, "/queued");
        Request last = server.await("/sent-1");

        server.stopListening();
        if (byTcpReset) {
            last.connection().reset();
        } else {
            last.connection().close();
        }

        for (CompletableFuture<TransportResponse> call : sent) {
            fails(call, Kind.CONNECTION_LOST, true);
        }
        TransportException failure = failure(queued);
        assertThat(failure.maybeSent()).as("%s", failure).isFalse();
        assertThat(server.paths()).containsExactly("/sent-0", "/sent-1");
    }

    @Test
    void sendsWhatWasQueuedWhenTheConnectionWasLost() throws Exception {
        ScriptedHttp2Server server = server(streams(1), ScriptedHttp2Server::respondToOk);
        CompletableFuture<TransportResponse> sent = call(server, "/sent");
        Request request = server.await("/sent");
        CompletableFuture<TransportResponse> queued = call(server, "/ok");

        request.connection().reset();

        fails(sent, Kind.CONNECTION_LOST, true);
        assertThat(body(queued)).isEqualTo("/ok");
    }
}
