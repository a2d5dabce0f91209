package ai.extracta.deletions.testkit.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ServerSocketFactory;

/** Runs a handler for each connection that is made to a port, on a thread of its own. */
public final class LoopbackServer<C extends Closeable> implements AutoCloseable {

    /** What the handler is given for a socket; connections are counted from 1. */
    public interface ConnectionFactory<C> {
        C create(Socket socket, int number) throws IOException;
    }

    /** Serves one connection, which is closed when this returns or fails. */
    public interface Handler<C> {
        void serve(C connection) throws IOException;
    }

    private static final int BACKLOG = 1024;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Monitor monitor = new Monitor();
    private final ServerSocket listener;
    private final String name;
    private final ConnectionFactory<C> connections;
    private final Handler<C> handler;
    private final Thread acceptor;
    private final Map<Thread, C> threads = new LinkedHashMap<>();
    private int accepted;
    private int open;
    private boolean closed;

    private LoopbackServer(ServerSocket listener, String name, ConnectionFactory<C> connections, Handler<C> handler) {
        this.listener = listener;
        this.name = name + "-" + listener.getLocalPort();
        this.connections = connections;
        this.handler = handler;
        this.acceptor = daemon("acceptor", this::acceptAll);
    }

    /** Starts accepting connections, to be served as plain sockets. */
    public static LoopbackServer<Socket> start(ServerSocket listener, String name, Handler<Socket> handler) {
        return start(listener, name, (socket, number) -> socket, handler);
    }

    /** Starts accepting connections; {@link #close()} closes the listener. */
    public static <C extends Closeable> LoopbackServer<C> start(
            ServerSocket listener, String name, ConnectionFactory<C> connections, Handler<C> handler) {
        LoopbackServer<C> server = new LoopbackServer<>(listener, name, connections, handler);
        server.acceptor.start();
        return server;
    }

    /** Listens on 127.0.0.1; port 0 is a free one. */
    public static ServerSocket listen(int port) {
        return listen(port, ServerSocketFactory.getDefault());
    }

    /** Listens on 127.0.0.1 with a socket from a factory, for TLS. */
    public static ServerSocket listen(int port, ServerSocketFactory sockets) {
        try {
            ServerSocket listener = sockets.createServerSocket();
            try {
                listener.bind(new InetSocketAddress(loopback(), port), BACKLOG);
            } catch (IOException e) {
                listener.close();
                throw e;
            }
            return listener;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on 127.0.0.1, port " + port + ": " + e.getMessage(), e);
        }
    }

    /** Not {@link InetAddress#getLoopbackAddress()}, which is ::1 on some machines. */
    public static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    public int accepted() {
        return monitor.locked(() -> accepted);
    }

    public int open() {
        return monitor.locked(() -> open);
    }

    public void awaitOpen(int count, Duration timeout) {
        monitor.await(
                () -> open == count,
                timeout,
                () -> count,
                () -> "expected " + count + " open connections, there are " + open + " of " + accepted + " accepted");
    }

    public void awaitAccepted(int count, Duration timeout) {
        monitor.await(
                () -> accepted >= count,
                timeout,
                () -> count,
                () -> "expected " + count + " connections, there were " + accepted);
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                register(listener.accept());
            } catch (IOException e) {
                // Either closed, or out of file descriptors for a moment.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
    }

    private void register(Socket socket) throws IOException {
        boolean registered = monitor.locked(() -> !closed && serve(socket));
        if (!registered) {
            socket.close();
        }
    }

    private boolean serve(Socket socket) {
        try {
            socket.setTcpNoDelay(true);
            C connection = connections.create(socket, accepted + 1);
            accepted++;
            open++;
            threads.keySet().removeIf(thread -> !thread.isAlive());
            Thread thread = daemon("connection-" + accepted, () -> run(connection));
            threads.put(thread, connection);
            thread.start();
            return true;
        } catch (IOException alreadyDisconnected) {
            return false;
        }
    }

    private void run(C connection) {
        try (connection) {
            handler.serve(connection);
        } catch (IOException expected) {
            // The peer or close() ended the connection.
        } finally {
            monitor.locked(() -> open--);
        }
    }

    private Thread daemon(String role, Runnable work) {
        Thread thread = new Thread(work, name + "-" + role);
        thread.setDaemon(true);
        return thread;
    }

    /** Closes the port and every connection and waits for all threads to end. */
    @Override
    public void close() {
        Map<Thread, C> remaining = monitor.locked(() -> {
            closed = true;
            return new LinkedHashMap<>(threads);
        });
        closeQuietly(listener);
        remaining.values().forEach(LoopbackServer::closeQuietly);
        Deadline deadline = Deadline.in(CLOSE_TIMEOUT);
        awaitEnd(List.of(acceptor), deadline);
        awaitEnd(List.copyOf(remaining.keySet()), deadline);
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // Nothing is left to release.
        }
    }

    private static void awaitEnd(List<Thread> threads, Deadline deadline) {
        try {
            for (Thread thread : threads) {
                thread.join(Math.max(1, deadline.remainingMillis()));
                if (thread.isAlive()) {
                    throw new IllegalStateException("thread " + thread.getName() + " did not end");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
