package ai.extracta.deletions.benchmarks.micro;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Responds to each request with the documented response. Allocates nothing per request. */
final class PreparedServer implements AutoCloseable {

    private static final byte[] RESPONSE = ("HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"
                    + "Content-Length: " + DocumentedResponse.JSON.length() + "\r\n\r\n" + DocumentedResponse.JSON)
            .getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listener;

    PreparedServer() {
        try {
            listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("prepared-server", this::accept);
    }

    URI baseUri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = listener.accept();
                start("prepared-server-connection", () -> serve(connection));
            }
        } catch (IOException closed) {
            // by close()
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** A request comes alone, and ends with the brace of its JSON object. */
    private static void serve(Socket connection) {
        byte[] request = new byte[16 * 1024];
        try (connection) {
            connection.setTcpNoDelay(true);
            InputStream in = connection.getInputStream();
            OutputStream out = connection.getOutputStream();
            for (int length = in.read(request); length > 0; length = in.read(request)) {
                if (request[length - 1] == '}') {
                    out.write(RESPONSE);
                }
            }
        } catch (IOException closed) {
            // by the client
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
