package ai.extracta.deletions.testsupport;

import ai.extracta.deletions.testkit.internal.LoopbackServer;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Hands each connection to a handler, on a thread of its own, for what a well-behaved server cannot do. */
public final class SocketServer implements AutoCloseable {

    /** A complete request; the head goes up to the empty line. */
    public record Request(String head, String body) {

        public String target() {
            int begin = head.indexOf(' ') + 1;
            return head.substring(begin, head.indexOf(' ', begin));
        }
    }

    private final LoopbackServer<Socket> server;

    private SocketServer(LoopbackServer<Socket> server) {
        this.server = server;
    }

    public static SocketServer start(LoopbackServer.Handler<Socket> handler) {
        return start(LoopbackServer.listen(0), handler);
    }

    public static SocketServer start(ServerSocket listener, LoopbackServer.Handler<Socket> handler) {
        return new SocketServer(LoopbackServer.start(listener, "socket-server", handler));
    }

    public int port() {
        return server.port();
    }

    /** Reads one request with a content-length. */
    public static Request read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int lineEnds = 0;
        while (lineEnds < 2) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection ended before a request did");
            }
            head.write(next);
            lineEnds = next == '\n' ? lineEnds + 1 : next == '\r' ? lineEnds : 0;
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        return new Request(text, new String(in.readNBytes(contentLength(text)), StandardCharsets.UTF_8));
    }

    private static int contentLength(String head) {
        String name = "\r\ncontent-length:";
        int at = head.toLowerCase(Locale.ROOT).indexOf(name) + name.length();
        return Integer.parseInt(head.substring(at, head.indexOf('\r', at)).strip());
    }

    public static void write(Socket connection, String bytes) throws IOException {
        connection.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() {
        server.close();
    }
}
