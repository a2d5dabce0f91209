package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.acceptance.ScriptedHttp2Connection.Request;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportResponse;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A response that is too large fails its own call only. */
@EachHttp2Client
class Http2LimitsTest extends AbstractHttp2Test {

    @Test
    void reportsABodyThatTurnsOutToBeTooLarge() throws Exception {
        failsAlone(Kind.RESPONSE_TOO_LARGE, request -> {
            request.respondHead(200);
            request.respondBody("x".repeat(MAX_RESPONSE_BYTES + 1), true);
        });
    }

    @Test
    void reportsABodyThatIsAnnouncedToBeTooLarge() throws Exception {
        String length = String.valueOf(MAX_RESPONSE_BYTES + 1);
        failsAlone(
                Kind.RESPONSE_TOO_LARGE, request -> request.respondHead(head().add("content-length", length), false));
    }

    @Test
    void reportsABodyThatIsFarTooLarge() throws Exception {
        failsAlone(
                Kind.RESPONSE_TOO_LARGE,
                request -> request.respondHead(head().add("content-length", "99999999999999"), false));
    }

    @Test
    void readsABodyThatIsAsLargeAsPermitted() throws Exception {
        ScriptedHttp2Server server = server(request -> {
            request.respondHead(200);
            request.respondBody("x".repeat(MAX_RESPONSE_BYTES), true);
        });

        assertThat(body(call(server, "/large"))).hasSize(MAX_RESPONSE_BYTES);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000})
    void reportsAHeaderSectionThatIsTooLarge(int fields) throws Exception {
        Http2Headers head = head();
        for (int i = 0; i < fields; i++) {
            head.add("x-" + i, "y".repeat(16_000 / fields));
        }
        ScriptedHttp2Server server = server(request -> {
            if (request.path().startsWith("/ok")) {
                request.respond(200);
            } else {
                request.respondHead(head, false);
                request.respondBody("{}", true);
            }
        });

        TransportException failure = failure(call(server, "/large"));

        assertThat(failure.maybeSent()).isTrue();
        assertThat(failure.kind()).isIn(Kind.PROTOCOL, Kind.CONNECTION_LOST);
        if (httpClient == Http2Client.OWN) {
            assertThat(failure).hasMessageContaining("Header size exceeded max allowed size");
        }
        assertThat(body(call(server, "/ok"))).isEqualTo("/ok");
    }

    private void failsAlone(Kind kind, Consumer<Request> script) throws Exception {
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToOk);
        CompletableFuture<TransportResponse> neighbour = call(server, "/neighbour");
        Request neighbourRequest = server.await("/neighbour");
        CompletableFuture<TransportResponse> large = call(server, "/large");
        Request request = server.await("/large");

        script.accept(request);

        fails(large, kind, true);
        neighbourRequest.respond(200);
        assertThat(body(neighbour)).isEqualTo("/neighbour");
        assertThat(body(call(server, "/ok"))).isEqualTo("/ok");
        assertThat(server.connections()).isOne();
    }

    private static Http2Headers head() {
        return new DefaultHttp2Headers().status("200");
    }
}
