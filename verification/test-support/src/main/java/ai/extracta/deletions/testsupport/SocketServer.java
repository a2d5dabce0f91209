package ai.extracta.deletions.testsupport;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.net.ServerSocketFactory;

/** Hands each connection to a handler, on a thread of its own, for what a well-behaved server cannot do. */
public final class SocketServer implements AutoCloseable {

    /** Does with a connection what it likes; it is closed afterwards. */
    public interface Handler {
        void serve(Socket connection) throws IOException;
    }

    /** A complete request; the head goes up to the empty line. */
    public record Request(String head, String body) {

        public String target() {
            int begin = head.indexOf(' ') + 1;
            return head.substring(begin, head.indexOf(' ', begin));
        }
    }

    private final ServerSocket listener;
    private final Handler handler;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    private SocketServer(ServerSocket listener, Handler handler) {
        this.listener = listener;
        this.handler = handler;
    }

    public static SocketServer start(Handler handler) throws IOException {
        return start(ServerSocketFactory.getDefault(), listener -> {}, handler);
    }

    public static SocketServer start(ServerSocketFactory factory, Consumer<ServerSocket> setup, Handler handler)
            throws IOException {
        return start(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), factory, setup, handler);
    }

    public static SocketServer start(
            InetAddress address, ServerSocketFactory factory, Consumer<ServerSocket> setup, Handler handler)
            throws IOException {
        SocketServer server = new SocketServer(factory.createServerSocket(0, 1024, address), handler);
        setup.accept(server.listener);
        daemon("acceptor", server::acceptAll);
        return server;
    }

    public int port() {
        return listener.getLocalPort();
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

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                connections.add(connection);
                daemon("connection", () -> serve(connection));
            } catch (IOException closed) {
                // The loop ends if it was the listener, and goes on if it was only one connection.
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            handler.serve(connection);
        } catch (IOException disconnected) {
            // The peer or close() ended the connection: what was read until then is what a test looks at.
        } finally {
            connections.remove(connection);
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, "socket-server-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }
}
