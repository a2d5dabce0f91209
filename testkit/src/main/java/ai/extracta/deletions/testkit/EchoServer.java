package ai.extracta.deletions.testkit;

import ai.extracta.deletions.testkit.internal.LoopbackServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Responds to each request with its own body after up to 1.5 ms, and records the bodies. */
final class EchoServer implements Closeable {

    private static final long MAX_DELAY_NANOS = 1_500_000;
    private static final String HELD_PATH = "/held";

    private final Queue<String> receivedBodies = new ConcurrentLinkedQueue<>();
    private final Semaphore held = new Semaphore(0);
    private final CountDownLatch released = new CountDownLatch(1);
    private final LoopbackServer<HttpConnection> server;

    EchoServer() {
        server = LoopbackServer.start(LoopbackServer.listen(0), "echo-server", HttpConnection::new, this::serve);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.port() + "/echo");
    }

    /** A URI whose response is held until {@link #release()}. */
    URI heldUri() {
        return URI.create("http://127.0.0.1:" + server.port() + HELD_PATH);
    }

    /** The bodies of all requests so far. */
    List<String> receivedBodies() {
        return List.copyOf(receivedBodies);
    }

    /** Waits until this many requests are held; false if it takes too long. */
    boolean awaitHeld(int count, Duration timeout) throws InterruptedException {
        return held.tryAcquire(count, timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The number of held requests beyond those awaited. */
    int excessHeld() {
        return held.availablePermits();
    }

    void release() {
        released.countDown();
    }

    private void serve(HttpConnection connection) throws IOException {
        Optional<ReceivedRequest> next = connection.readRequest();
        while (next.isPresent()) {
            ReceivedRequest request = next.get();
            receivedBodies.add(request.body());
            if (request.target().equals(HELD_PATH)) {
                hold();
            } else {
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(MAX_DELAY_NANOS));
            }
            connection.write(RawResponses.ok(request.body()).getBytes(StandardCharsets.UTF_8));
            next = connection.readRequest();
        }
    }

    private void hold() throws IOException {
        held.release();
        try {
            if (!released.await(1, TimeUnit.MINUTES)) {
                throw new IOException("the request was not released");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        release();
        server.close();
    }
}
