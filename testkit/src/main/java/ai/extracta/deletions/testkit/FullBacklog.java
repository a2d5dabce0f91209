package ai.extracta.deletions.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A port that takes no more connections: it has a backlog of one, which is full, and accepts none. */
final class FullBacklog implements Closeable {

    private static final int MOST = 16;
    private static final int PROBE_MILLIS = 200;

    private final ServerSocket listener;
    private final List<Socket> others = new ArrayList<>();
    private int taken;

    private FullBacklog(ServerSocket listener) {
        this.listener = listener;
    }

    static FullBacklog fill() throws IOException {
        FullBacklog backlog = new FullBacklog(new ServerSocket(0, 1, LoopbackServer.loopback()));
        for (int i = 0; i < MOST; i++) {
            if (!backlog.add()) {
                return backlog;
            }
        }
        backlog.close();
        throw new IOException("this system accepts connections beyond the backlog");
    }

    private boolean add() throws IOException {
        Socket filler = new Socket();
        others.add(filler);
        try {
            filler.connect(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()), PROBE_MILLIS);
            taken++;
            return true;
        } catch (SocketTimeoutException full) {
            return false;
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + path);
    }

    /** Accepts what waits and answers the first request that comes; returns its target. */
    String answerFirst(String answer) throws IOException {
        listener.setSoTimeout((int) Trial.LIMIT.toMillis());
        Optional<ReceivedRequest> request = Optional.empty();
        for (int i = 1; request.isEmpty(); i++) {
            Socket accepted = listener.accept();
            others.add(accepted);
            if (i > taken) {
                accepted.setSoTimeout((int) Trial.LIMIT.toMillis());
                HttpConnection connection = new HttpConnection(accepted, i);
                request = connection.readRequest();
                if (request.isPresent()) {
                    connection.write(answer.getBytes(StandardCharsets.ISO_8859_1));
                }
            }
        }
        return request.get().target();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket other : others) {
            other.close();
        }
    }
}
