package ai.extracta.deletions.testkit;

import ai.extracta.deletions.testkit.internal.LoopbackServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A forward proxy that accepts CONNECT and records what it receives. */
final class Tunnel {

    static final String ESTABLISHED = "HTTP/1.1 200 Connection established\r\n\r\n";

    private final Queue<RequestHead> heads = new ConcurrentLinkedQueue<>();
    private final Queue<Socket> targets = new ConcurrentLinkedQueue<>();
    private final Queue<String> received = new ConcurrentLinkedQueue<>();

    /** Connects one peer with its target. */
    void connect(ScriptedServer.Connection client) throws IOException {
        RequestHead head = client.readHead();
        heads.add(head);
        received.add(head.raw());
        int port = Integer.parseInt(head.target().substring(head.target().lastIndexOf(':') + 1));
        try (Socket target = new Socket(LoopbackServer.loopback(), port)) {
            targets.add(target);
            client.write(ESTABLISHED);
            Thread thread = new Thread(() -> pipeToClient(target, client), "tunnel");
            thread.setDaemon(true);
            thread.start();
            pipeToTarget(client, target);
        }
    }

    private void pipeToTarget(ScriptedServer.Connection client, Socket target) throws IOException {
        byte[] bytes = new byte[8 * 1024];
        for (int count = client.read(bytes); count >= 0; count = client.read(bytes)) {
            received.add(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
            target.getOutputStream().write(bytes, 0, count);
        }
    }

    private static void pipeToClient(Socket target, ScriptedServer.Connection client) {
        byte[] bytes = new byte[8 * 1024];
        try (client) {
            InputStream in = target.getInputStream();
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                client.write(Arrays.copyOf(bytes, count));
            }
        } catch (IOException closed) {
            // The tunnel ends with either side.
        }
    }

    /** Ends every tunnel. */
    void close() throws IOException {
        for (Socket target : targets) {
            target.close();
        }
    }

    /** The CONNECT requests. */
    List<RequestHead> heads() {
        return List.copyOf(heads);
    }

    /** Everything that peers sent, one character per byte. */
    String received() {
        return String.join("", received);
    }
}
