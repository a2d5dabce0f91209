package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.testkit.internal.LoopbackServer;
import ai.extracta.deletions.testsupport.SocketServer;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A client of our own speaks HTTP/2 with the server through the tunnel of a proxy. */
@ParameterizedClass(name = "{0}")
@EnumSource(value = Http2Client.class, names = "OWN")
class Http2ProxyTest extends AbstractHttp2Test {

    private static final int CALLS = 3;

    private final Queue<String> heads = new ConcurrentLinkedQueue<>();
    private final Queue<Socket> tunnels = new ConcurrentLinkedQueue<>();

    @Test
    void sendsCallsThroughTheSameTunnel() throws Exception {
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToOk);
        openThrough(this::tunnel);

        List<CompletableFuture<TransportResponse>> calls = calls(server);
        for (int i = 0; i < CALLS; i++) {
            server.await("/" + i).respond(200);
        }

        for (int i = 0; i < CALLS; i++) {
            assertThat(body(calls.get(i))).isEqualTo("/" + i);
        }
        assertThat(body(call(server, "/ok"))).isEqualTo("/ok");
        assertThat(server.connections()).isOne();
        assertThat(heads).singleElement().asString().startsWith("CONNECT 127.0.0.1:" + server.port() + " HTTP/1.1\r\n");
    }

    @Test
    void reportsWhatWasSentBeforeTheTunnelEndedAsUnknown() throws Exception {
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToOk);
        openThrough(this::tunnel);
        List<CompletableFuture<TransportResponse>> calls = calls(server);
        server.awaitRequests(CALLS);

        for (Socket tunnel : tunnels) {
            tunnel.close();
        }

        calls.forEach(call -> fails(call, Kind.CONNECTION_LOST, true));
        assertThat(body(call(server, "/ok"))).isEqualTo("/ok");
    }

    @Test
    void reportsThatTheProxyRefuses() throws Exception {
        ScriptedHttp2Server server = server(ScriptedHttp2Server::respondToOk);
        openThrough(connection -> {
            readHead(connection);
            SocketServer.write(connection, "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
        });

        for (CompletableFuture<TransportResponse> call : calls(server)) {
            TransportException failure = failure(call);
            assertThat(failure.kind()).isEqualTo(Kind.PROXY);
            assertThat(failure.maybeSent()).isFalse();
        }
        assertThat(server.connections()).isZero();
    }

    private List<CompletableFuture<TransportResponse>> calls(ScriptedHttp2Server server) {
        return Stream.iterate(0, i -> i + 1)
                .limit(CALLS)
                .map(i -> call(server, "/" + i))
                .toList();
    }

    private void openThrough(LoopbackServer.Handler<Socket> handler) {
        SocketServer proxy = SocketServer.start(handler);
        open(settings().proxy(new InetSocketAddress(LoopbackServer.loopback(), proxy.port())));
        closeAtEnd(proxy);
    }

    private void tunnel(Socket client) throws IOException {
        String head = readHead(client);
        int port = Integer.parseInt(head.replaceFirst("(?s)CONNECT 127.0.0.1:(\\d+) .*", "$1"));
        try (Socket server = new Socket(LoopbackServer.loopback(), port)) {
            tunnels.add(server);
            SocketServer.write(client, "HTTP/1.1 200 Connection established\r\n\r\n");
            CompletableFuture<Void> responses = CompletableFuture.runAsync(() -> copy(server, client));
            copy(client, server);
            responses.join();
        }
    }

    private String readHead(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("not a complete head: " + head);
            }
            head.append((char) next);
        }
        heads.add(head.toString());
        return head.toString();
    }

    /** Until one of them is closed, and then closes both. */
    private static void copy(Socket source, Socket target) {
        try (source;
                target) {
            source.getInputStream().transferTo(target.getOutputStream());
        } catch (IOException ended) {
            // as a tunnel does
        }
    }
}
