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
 * Answers a request for {@link #RAW_RESPONSE_ID} with the bytes it was given, and every other with a success that repeats which
 * classification was asked for, so that no answer can pass for another's.
 */
final class ScriptedServer {

    static final String RAW_RESPONSE_ID = "odd";

    /** How long a client may think about odd bytes before their connection ends. */
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
     * Sets what is answered.
     *
     * @param bytes all of it, in one piece
     * @param open whether the connection then waits a little for another request instead of ending
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
            // Nothing came after odd bytes: whoever still waits for more of them learns that there is none.
        } catch (IOException disconnected) {
            // The client has dropped the connection, as it should if the bytes were not HTTP.
        }
    }

    private static byte[] success(String classification) {
        String body = "{\"status\":\"success\",\"message\":\"" + classification + "\"}";
        return ("HTTP/1.1 200 OK\r\ncontent-length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads one request and returns the classification it names. */
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
