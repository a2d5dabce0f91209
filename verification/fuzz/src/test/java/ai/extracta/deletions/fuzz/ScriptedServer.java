package ai.extracta.deletions.fuzz;

import ai.extracta.deletions.testkit.internal.LoopbackServer;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Responds to a request for {@link #RAW_RESPONSE_ID} with the given bytes, and to every other with a success that
 * contains the requested classification, so that responses cannot be confused.
 */
final class ScriptedServer {

    static final String RAW_RESPONSE_ID = "odd";

    /** How long a connection stays open after the raw response. */
    private static final int KEEP_ALIVE_MILLIS = 20;

    private static final Pattern CLASSIFICATION = Pattern.compile("\"classificationId\":\"([^\"]*)\"");

    private final LoopbackServer<Socket> server;
    private volatile byte[] rawResponse = {};
    private volatile boolean staysOpen;

    ScriptedServer() {
        server = LoopbackServer.start(LoopbackServer.listen(0), "scripted-server", this::serve);
    }

    URI baseUri() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /**
     * Sets the raw response.
     *
     * @param bytes the complete response, sent in one write
     * @param open whether the connection then waits briefly for another request instead of closing
     */
    void respondWith(byte[] bytes, boolean open) {
        rawResponse = bytes;
        staysOpen = open;
    }

    /**
     * Returns after a raw response, or times out when no request follows it. Either closes the connection, which ends
     * the wait of a client that expects more bytes.
     */
    private void serve(Socket connection) throws IOException {
        DataInputStream in = new DataInputStream(connection.getInputStream());
        boolean more = true;
        while (more) {
            String classification = read(in);
            connection.setSoTimeout(0);
            more = !classification.equals(RAW_RESPONSE_ID) || staysOpen;
            byte[] response = classification.equals(RAW_RESPONSE_ID) ? rawResponse : success(classification);
            connection.getOutputStream().write(response);
            connection.setSoTimeout(classification.equals(RAW_RESPONSE_ID) ? KEEP_ALIVE_MILLIS : 0);
        }
    }

    private static byte[] success(String classification) {
        String body = "{\"status\":\"success\",\"message\":\"" + classification + "\"}";
        return ("HTTP/1.1 200 OK\r\ncontent-length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads one request and returns its classification id. */
    private static String read(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("no more requests");
            }
            head.append((char) next);
        }
        String length = head.toString().replaceAll("(?is).*\ncontent-length: *(\\d+).*", "$1");
        byte[] body = new byte[Integer.parseInt(length)];
        in.readFully(body);
        Matcher id = CLASSIFICATION.matcher(new String(body, StandardCharsets.UTF_8));
        return id.find() ? id.group(1) : "";
    }
}
