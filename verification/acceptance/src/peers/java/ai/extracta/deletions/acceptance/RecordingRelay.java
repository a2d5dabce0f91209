package ai.extracta.deletions.acceptance;

import ai.extracta.deletions.testsupport.SocketServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Forwards everything to another port, and records what the client sends. */
final class RecordingRelay implements AutoCloseable {

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final SocketServer server;

    RecordingRelay(int target) throws IOException {
        server = SocketServer.start(client -> {
            try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target)) {
                Thread back = new Thread(() -> copyBack(upstream, client), "relay-back");
                back.setDaemon(true);
                back.start();
                copy(client.getInputStream(), upstream.getOutputStream());
            }
        });
    }

    int port() {
        return server.port();
    }

    /** What the client sent so far, one character per byte. */
    String received() {
        synchronized (received) {
            return received.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[8192];
        for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
            synchronized (received) {
                received.write(buffer, 0, length);
            }
            to.write(buffer, 0, length);
        }
    }

    private static void copyBack(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.close();
        } catch (IOException disconnected) {
            // One side has disconnected, which ends the other direction as well.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
