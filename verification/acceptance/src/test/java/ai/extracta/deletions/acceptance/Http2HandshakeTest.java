package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.testkit.internal.LoopbackServer;
import ai.extracta.deletions.testsupport.SocketServer;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.TransportSettings.Protocol;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Without a connection nothing is sent, and the reason is the same as over HTTP/1.1. */
@ParameterizedClass(name = "{0}")
@EnumSource(value = Http2Client.class, names = "OWN")
class Http2HandshakeTest extends AbstractHttp2Test {

    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofMillis(500);

    @Test
    void reportsAnUntrustedCertificate() throws Exception {
        open(TransportSettings.builder().protocol(Protocol.HTTP_2_OR_1_1).maxConnections(1));
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToAll);

        for (TransportException failure : failuresOf(server.uri())) {
            assertThat(failure.kind()).isEqualTo(Kind.TLS);
            assertThat(failure).hasMessageContaining("unable to find valid certification path");
        }
        assertThat(server.paths()).isEmpty();
    }

    @Test
    void reportsARefusedConnection() throws Exception {
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToAll);
        server.stopListening();

        assertThat(failuresOf(server.uri())).allMatch(failure -> failure.kind() == Kind.CONNECT);
    }

    @Test
    void reportsThatTheServerClosesTheConnectionInTheHandshake() throws Exception {
        endsTheHandshake(connection -> connection.getInputStream().read(new byte[16 * 1024]));
    }

    @Test
    void reportsThatTheServerDoesNotSpeakTls() throws Exception {
        endsTheHandshake(connection -> {
            int ignored = connection.getInputStream().read(new byte[16 * 1024]);
            SocketServer.write(connection, "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
        });
    }

    @Test
    void reportsThatTheServerDoesNotRespondToTheHandshake() throws Exception {
        open(settings().tlsHandshakeTimeout(HANDSHAKE_TIMEOUT));
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToAll);
        server.holdHandshakes();

        assertThat(failuresOf(server.uri())).allMatch(failure -> failure.kind() == Kind.TLS);
    }

    private void endsTheHandshake(LoopbackServer.Handler<Socket> handler) throws Exception {
        SocketServer server = SocketServer.start(handler);
        closeAtEnd(server);

        assertThat(failuresOf(URI.create("https://127.0.0.1:" + server.port())))
                .allMatch(failure -> failure.kind() == Kind.TLS);
    }

    /** Of several calls, which wait for the same connection. */
    private List<TransportException> failuresOf(URI uri) {
        List<CompletableFuture<TransportResponse>> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            calls.add(exchange(uri.resolve("/call-" + i)).toFuture());
        }
        List<TransportException> failures =
                calls.stream().map(AbstractHttp2Test::failure).toList();
        assertThat(failures).noneMatch(TransportException::maybeSent);
        return failures;
    }
}
