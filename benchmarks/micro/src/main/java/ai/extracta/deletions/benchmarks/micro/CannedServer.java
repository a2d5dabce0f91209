package ai.extracta.deletions.benchmarks.micro;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Gives the documented answer to whatever comes, a thread for each connection, until its standard input ends. */
final class CannedServer {

    private static final byte[] ANSWER =
            ("HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: "
                            + DocumentedAnswer.JSON.length() + "\r\n\r\n" + DocumentedAnswer.JSON)
                    .getBytes(StandardCharsets.US_ASCII);
    private static final String LENGTH = "\r\ncontent-length:";

    private CannedServer() {}

    /** Prints its port. */
    public static void main(String[] arguments) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress())) {
            System.out.println(server.getLocalPort());
            daemon(() -> accept(server));
            while (System.in.read() >= 0) {
                // Ends with the process that started this one.
            }
        }
    }

    private static void accept(ServerSocket server) {
        try {
            while (true) {
                Socket connection = server.accept();
                connection.setTcpNoDelay(true);
                daemon(() -> serve(connection));
            }
        } catch (IOException e) {
            if (!server.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void serve(Socket connection) {
        try (connection) {
            InputStream in = connection.getInputStream();
            OutputStream out = connection.getOutputStream();
            while (skipRequest(in)) {
                out.write(ANSWER);
            }
        } catch (IOException e) {
            System.err.println("A connection ended: " + e.getMessage());
        }
    }

    /** Clients here do not pipeline: what was read never holds more than one request. */
    private static boolean skipRequest(InputStream in) throws IOException {
        byte[] bytes = new byte[8192];
        int read = 0;
        int missing = 1;
        while (missing > 0) {
            if (read == bytes.length) {
                throw new IOException("the request is larger than " + read + " bytes");
            }
            int more = in.read(bytes, read, bytes.length - read);
            if (more < 0) {
                return false;
            }
            read += more;
            missing = missing(new String(bytes, 0, read, StandardCharsets.ISO_8859_1));
        }
        return true;
    }

    /** How many bytes the request still lacks, or 1 if that is not known yet. */
    private static int missing(String text) {
        int head = text.indexOf("\r\n\r\n");
        if (head < 0) {
            return 1;
        }
        String fields = text.substring(0, head + 2).toLowerCase(Locale.ROOT);
        int from = fields.indexOf(LENGTH) + LENGTH.length();
        int length = Integer.parseInt(
                fields.substring(from, fields.indexOf('\r', from)).strip());
        return head + 4 + length - text.length();
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    }
}
