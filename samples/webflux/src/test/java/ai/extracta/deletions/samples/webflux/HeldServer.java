package ai.extracta.deletions.samples.webflux;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Confirms a deletion only when it is told to. */
final class HeldServer implements AutoCloseable {

    private static final byte[] SUCCESS =
            "{\"status\":\"success\",\"message\":\"deleted\"}".getBytes(StandardCharsets.UTF_8);

    private final Semaphore released = new Semaphore(0);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    private HeldServer(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::respond);
        server.start();
    }

    static HeldServer start() throws IOException {
        return new HeldServer(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    private void respond(HttpExchange exchange) throws IOException {
        try {
            exchange.getRequestBody().readAllBytes();
            released.acquire();
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(200, SUCCESS.length);
            exchange.getResponseBody().write(SUCCESS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    URI baseUri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/v1");
    }

    /** Lets one deletion be confirmed. */
    void releaseOne() {
        released.release();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }
}
