package ai.extracta.deletions.spring;

import java.io.IOException;
import java.net.Socket;

/** Copies what two peers send to each other, until one of them ends. */
final class Pipe {

    private Pipe() {}

    static void connect(Socket first, Socket second) throws IOException {
        Thread back = new Thread(() -> copyQuietly(second, first), "pipe");
        back.setDaemon(true);
        back.start();
        copy(first, second);
    }

    private static void copyQuietly(Socket from, Socket to) {
        try {
            copy(from, to);
        } catch (IOException e) {
            // One of them has ended.
        }
    }

    private static void copy(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
    }
}
