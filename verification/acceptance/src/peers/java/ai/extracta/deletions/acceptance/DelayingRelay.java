package ai.extracta.deletions.acceptance;

import ai.extracta.deletions.testsupport.SocketServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Forwards everything to another port, and the responses back, each a moment later: a network that is not loopback. */
final class DelayingRelay implements AutoCloseable {

    private final ScheduledExecutorService network =
            new ScheduledThreadPoolExecutor(1, new ThreadPoolExecutor.DiscardPolicy());
    private final Duration delay;
    private final SocketServer server;

    DelayingRelay(int target, Duration delay) throws IOException {
        this.delay = delay;
        this.server = SocketServer.start(client -> {
            Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target);
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            Thread back = new Thread(() -> copy(upstream, client), "relay-back");
            back.setDaemon(true);
            back.start();
            copy(client, upstream);
        });
    }

    int port() {
        return server.port();
    }

    private void copy(Socket from, Socket to) {
        byte[] buffer = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                byte[] part = Arrays.copyOf(buffer, length);
                later(() -> write(to, part));
            }
        } catch (IOException disconnected) {
            // The other side is disconnected as well, after what was read.
        }
        later(() -> close(to));
    }

    private void later(Runnable step) {
        Future<?> ignored = network.schedule(step, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static void write(Socket to, byte[] part) {
        try {
            OutputStream out = to.getOutputStream();
            out.write(part);
        } catch (IOException e) {
            close(to);
        }
    }

    private static void close(Socket to) {
        try {
            to.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        network.shutdownNow();
    }
}
