package ai.extracta.deletions.testkit;

import ai.extracta.deletions.testkit.internal.LoopbackServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A port that accepts no connections: its backlog of one is full. */
final class FullBacklog implements Closeable {

    private static final int MAX_CONNECTIONS = 16;
    private static final int PROBE_MILLIS = 200;

    private final ServerSocket listener;
    private final List<Socket> sockets = new ArrayList<>();
    private int backlogged;

    private FullBacklog(ServerSocket listener) {
        this.listener = listener;
    }

    static FullBacklog fill() throws IOException {
        return fill(LoopbackServer.loopback(), 0);
    }

    /** Port 0 is a free one. */
    static FullBacklog fill(InetAddress address, int port) throws IOException {
        FullBacklog backlog = new FullBacklog(new ServerSocket(port, 1, address));
        for (int i = 0; i < MAX_CONNECTIONS; i++) {
            if (!backlog.add()) {
                return backlog;
            }
        }
        backlog.close();
        throw new IOException("this system accepts connections beyond the backlog");
    }

    private boolean add() throws IOException {
        Socket filler = new Socket();
        sockets.add(filler);
        try {
            filler.connect(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()), PROBE_MILLIS);
            backlogged++;
            return true;
        } catch (SocketTimeoutException backlogFull) {
            return false;
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + path);
    }

    /** Accepts the connections in the backlog and responds to the first request; returns its target. */
    String respondToFirst(String response) throws IOException {
        listener.setSoTimeout((int) ContractContext.TIMEOUT.toMillis());
        Optional<ReceivedRequest> request = Optional.empty();
        for (int i = 1; request.isEmpty(); i++) {
            Socket accepted = listener.accept();
            sockets.add(accepted);
            if (i > backlogged) {
                accepted.setSoTimeout((int) ContractContext.TIMEOUT.toMillis());
                HttpConnection connection = new HttpConnection(accepted, i);
                request = connection.readRequest();
                if (request.isPresent()) {
                    connection.write(response.getBytes(StandardCharsets.ISO_8859_1));
                }
            }
        }
        return request.get().target();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
