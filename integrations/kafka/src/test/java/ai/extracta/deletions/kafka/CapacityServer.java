package ai.extracta.deletions.kafka;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Confirms so many deletions at a time, each after the same latency, and refuses more with 429. */
final class CapacityServer implements AutoCloseable {

    /**
     * What happened between two numbers of confirmed deletions.
     *
     * @param utilization the mean number of deletions in flight, relative to the capacity
     * @param refused the share of requests that were refused
     */
    record Sample(double utilization, double refused) {}

    static {
        // otherwise each response waits 40 ms for an acknowledgement of its first part
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final byte[] CONFIRMATION =
            "{\"status\":\"success\",\"message\":\"Batch deleted\"}".getBytes(StandardCharsets.UTF_8);
    private static final Duration TIMEOUT = Duration.ofSeconds(150);

    private final int capacity;
    private final Duration latency;
    private final HttpServer server;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
    private int inFlight;
    private int confirmed;
    private int refused;
    private long lastChange = System.nanoTime();
    private double inFlightNanos;

    private CapacityServer(int capacity, Duration latency) throws IOException {
        this.capacity = capacity;
        this.latency = latency;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(timer);
        server.start();
    }

    static CapacityServer start(int capacity, Duration latency) throws IOException {
        return new CapacityServer(capacity, latency);
    }

    URI baseUri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void handle(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        if (enter()) {
            Future<?> unused = timer.schedule(() -> confirm(exchange), latency.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            exchange.sendResponseHeaders(429, -1);
            exchange.close();
        }
    }

    private synchronized boolean enter() {
        if (inFlight == capacity) {
            refused++;
            return false;
        }
        countTime();
        inFlight++;
        return true;
    }

    private void confirm(HttpExchange exchange) {
        leave();
        try (exchange) {
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(200, CONFIRMATION.length);
            exchange.getResponseBody().write(CONFIRMATION);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Called with the lock held, before the number in flight changes. */
    private void countTime() {
        long now = System.nanoTime();
        inFlightNanos += (double) inFlight * (now - lastChange);
        lastChange = now;
    }

    private synchronized void leave() {
        countTime();
        inFlight--;
        confirmed++;
        notifyAll();
    }

    synchronized Sample measure(int from, int to) throws InterruptedException {
        awaitConfirmed(from);
        long start = lastChange;
        double inFlightBefore = inFlightNanos;
        int confirmedBefore = confirmed;
        int refusedBefore = refused;
        awaitConfirmed(to);
        double meanInFlight = (inFlightNanos - inFlightBefore) / (lastChange - start);
        int requests = confirmed - confirmedBefore + refused - refusedBefore;
        return new Sample(meanInFlight / capacity, (double) (refused - refusedBefore) / requests);
    }

    private void awaitConfirmed(int count) throws InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (confirmed < count) {
            long remaining = deadline - System.nanoTime();
            if (remaining <= 0) {
                throw new AssertionError("only " + confirmed + " of " + count + " were confirmed");
            }
            wait(remaining / 1_000_000 + 1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        timer.shutdownNow();
    }
}
