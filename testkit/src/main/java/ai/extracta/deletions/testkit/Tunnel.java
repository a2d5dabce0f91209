package ai.extracta.deletions.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What a forward proxy does when asked to CONNECT, and what it hears meanwhile. */
final class Tunnel {

    static final String ESTABLISHED = "HTTP/1.1 200 Connection established\r\n\r\n";

    private final Queue<RequestHead> heads = new ConcurrentLinkedQueue<>();
    private final Queue<Socket> exits = new ConcurrentLinkedQueue<>();
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();

    /** Connects one peer with where it wants to go. */
    void dig(ScriptedServer.Actor entry) throws IOException {
        RequestHead head = entry.readHead();
        heads.add(head);
        heard.add(head.raw());
        int port = Integer.parseInt(head.target().substring(head.target().lastIndexOf(':') + 1));
        try (Socket exit = new Socket(LoopbackServer.loopback(), port)) {
            exits.add(exit);
            entry.write(ESTABLISHED);
            Thread back = new Thread(() -> bringBack(exit, entry), "tunnel");
            back.setDaemon(true);
            back.start();
            bringForth(entry, exit);
        }
    }

    private void bringForth(ScriptedServer.Actor entry, Socket exit) throws IOException {
        byte[] bytes = new byte[8 * 1024];
        for (int count = entry.read(bytes); count >= 0; count = entry.read(bytes)) {
            heard.add(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
            exit.getOutputStream().write(bytes, 0, count);
        }
    }

    private static void bringBack(Socket exit, ScriptedServer.Actor entry) {
        byte[] bytes = new byte[8 * 1024];
        try (entry) {
            InputStream in = exit.getInputStream();
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                entry.write(Arrays.copyOf(bytes, count));
            }
        } catch (IOException collapsed) {
            // Closing the entry says so.
        }
    }

    /** Ends every tunnel. */
    void collapse() throws IOException {
        for (Socket exit : exits) {
            exit.close();
        }
    }

    /** Which tunnels were asked for. */
    List<RequestHead> heads() {
        return List.copyOf(heads);
    }

    /** Everything that peers sent, one character per byte. */
    String heard() {
        return String.join("", heard);
    }
}
