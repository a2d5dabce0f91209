package ai.extracta.deletions.fuzz;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
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

    private final ServerSocket listener;
    private volatile byte[] rawResponse = {};
    private volatile boolean staysOpen;

    ScriptedServer() throws IOException {
        listener = new ServerSocket(0, 256, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        daemon(this::acceptAll);
    }

    URI baseUri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /**
     * Sets the raw response.
     *
     * @param bytes the complete response, written at once
     * @param open whether the connection then waits briefly for another request instead of closing
     */
    void respondWith(byte[] bytes, boolean open) {
        rawResponse = bytes;
        staysOpen = open;
    }

    private void acceptAll() {
        while (true) {
            try {
                Socket connection = listener.accept();
                daemon(() -> serve(connection));
            } catch (IOException disconnected) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
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
        } catch (SocketTimeoutException idle) {
            // No request followed the raw response; closing ends the wait of a client that expects more bytes.
        } catch (IOException disconnected) {
            // The client closed the connection, as it should if the bytes were not HTTP.
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

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }
}
