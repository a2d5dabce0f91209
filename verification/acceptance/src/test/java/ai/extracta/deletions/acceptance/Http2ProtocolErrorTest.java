package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.testsupport.RawResponses;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

/** What is not valid HTTP/2 confirms nothing, and the next call gets through. */
@EachHttp2Client
class Http2ProtocolErrorTest extends AbstractHttp2Test {

    @ParameterizedTest
    @EnumSource
    void isUnknownAndHarmsNoOther(MalformedHttp2 malformed) throws Exception {
        ScriptedHttp2Server server = server(first(malformed::send));
        ClassificationDeletions deletions = deletions(server);

        DeletionException failure = deletions
                .deleteClassification("cls-1")
                .then(Mono.<DeletionException>empty())
                .onErrorResume(DeletionException.class, Mono::just)
                .block(SimulatorExtension.TIMEOUT);

        assertThat(failure).isNotNull();
        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        succeeds(deletions.deleteClassification("cls-2"));
    }

    @Test
    void readsTrailers() throws Exception {
        ScriptedHttp2Server server = server(request -> {
            request.respondHead(200);
            request.respondBody(RawResponses.SUCCESS, false);
            request.respondHead(new DefaultHttp2Headers().add("x", "y"), true);
        });

        succeeds(deletions(server).deleteClassification("cls-1"));
        assertThat(server.resetPaths()).isEmpty();
    }

    @Test
    void ignoresFramesAndSettingsThatItDoesNotKnow() throws Exception {
        ScriptedHttp2Server server = server(request -> {
            request.connection().frame(0xfe, 0xff, request.stream(), (byte) 1);
            if (httpClient == Http2Client.OWN) { // on a lent client's connection Reactor Netty leaks it
                request.connection().frame(0xfe, 0xff, 0, (byte) 1);
            }
            request.connection().frame(4, 0, 0, "\177\7\0\0\0\1".getBytes(StandardCharsets.ISO_8859_1));
            request.confirm();
        });

        succeeds(deletions(server).deleteClassification("cls-1"));
        succeeds(deletions(server).deleteClassification("cls-2"));
        assertThat(server.connections()).isOne();
    }

    @Test
    void takesNothingOnAStreamThatHasEndedForTheResponseOfAnother() throws Exception {
        Http2Headers forged = new DefaultHttp2Headers().status("200");
        ScriptedHttp2Server server = server(first(request -> {
            request.confirm();
            request.respondHead(forged, false);
            request.respondBody("forged", true);
        }));
        ClassificationDeletions deletions = deletions(server);

        succeeds(deletions.deleteClassification("cls-1"));
        succeeds(deletions.deleteClassification("cls-2"));
        assertThat(server.awaitRequests(2).body()).contains("cls-2");
    }
}
