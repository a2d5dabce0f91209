package ai.extracta.deletions.spring;

import ai.extracta.deletions.testkit.internal.LoopbackServer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A forward proxy that opens tunnels to this machine and records who requests them. */
final class ConnectProxy implements AutoCloseable {

    private final Queue<String> heads = new ConcurrentLinkedQueue<>();
    private final LoopbackServer<Socket> server =
            LoopbackServer.start(LoopbackServer.listen(0), "connect-proxy", this::serve);

    private void serve(Socket client) throws IOException {
        String head = readHead(client.getInputStream());
        heads.add(head);
        int port = Integer.parseInt(head.substring(head.indexOf(':') + 1, head.indexOf(" HTTP/1.1")));
        try (Socket target = new Socket(LoopbackServer.loopback(), port)) {
            client.getOutputStream()
                    .write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            Pipe.connect(client, target);
        }
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection ended before the request did");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    int port() {
        return server.port();
    }

    /** The CONNECT requests. */
    List<String> heads() {
        return List.copyOf(heads);
    }

    @Override
    public void close() {
        server.close();
    }
}
