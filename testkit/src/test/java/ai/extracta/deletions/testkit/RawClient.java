package ai.extracta.deletions.testkit;

import ai.extracta.deletions.testkit.internal.LoopbackServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A socket and text, for what no HTTP client would send. Every read is bounded in time. */
final class RawClient implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: ([0-9]+)");

    private final Socket socket = new Socket();
    private final ExtractaSimulator simulator;

    RawClient(ExtractaSimulator simulator) throws IOException {
        this.simulator = simulator;
        socket.setSoTimeout((int) SimulatorClient.TIMEOUT.toMillis());
        socket.connect(new InetSocketAddress(
                LoopbackServer.loopback(), simulator.baseUri().getPort()));
    }

    RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** A complete request with these header lines in front of the necessary ones. */
    String deletion(String endpoint, String body, String... headers) {
        return "DELETE /api/v1/documentClassification/" + endpoint + " HTTP/1.1\r\n"
                + lines(headers)
                + "Host: 127.0.0.1\r\nAuthorization: Bearer "
                + simulator.apiKey()
                + "\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length
                + "\r\n\r\n"
                + body;
    }

    /** The head of a request; the caller adds the framing of the body. */
    String head(String endpoint, String... headers) {
        return "DELETE /api/v1/documentClassification/" + endpoint
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                + simulator.apiKey()
                + "\r\n"
                + lines(headers)
                + "\r\n";
    }

    private static String lines(String... headers) {
        return headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    }

    /** Reads up to an empty line. */
    String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append(readChar());
        }
        return head.toString();
    }

    /** Reads one response with a content-length. */
    String readResponse() throws IOException {
        String head = readHead();
        Matcher length = LENGTH.matcher(head);
        if (!length.find()) {
            throw new IOException("no content-length in " + head);
        }
        byte[] body = socket.getInputStream().readNBytes(Integer.parseInt(length.group(1)));
        return head + new String(body, StandardCharsets.UTF_8);
    }

    /** Reads until the simulator closes the connection. */
    String readToEnd() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Reads until the connection ends in whatever way, and keeps what came before. */
    void readInto(OutputStream received) throws IOException {
        socket.getInputStream().transferTo(received);
    }

    void stopSending() throws IOException {
        socket.shutdownOutput();
    }

    private char readChar() throws IOException {
        int next = socket.getInputStream().read();
        if (next < 0) {
            throw new IOException("the connection ended within a head");
        }
        return (char) next;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
