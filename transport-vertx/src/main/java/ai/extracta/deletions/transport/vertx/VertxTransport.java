package ai.extracta.deletions.transport.vertx;

import ai.extracta.deletions.internal.transport.LibraryRequirement;
import ai.extracta.deletions.internal.transport.RequestTemplateCache;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.support.Exchange;
import ai.extracta.deletions.transport.support.ExchangeRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Carries calls with the Vert.x Web Client over HTTP/1.1.
 *
 * <p>All calls run on one event loop, on which signals come and which must not be blocked. Cancelling a call that waits
 * for a connection means that it is never sent; cancelling one that was sent closes its connection, on that event loop
 * and only if the call has not ended, so that a late cancel cannot hit the connection's next user. A connection that is
 * being opened when its call is cancelled is not aborted, but kept for the next.
 *
 * @since 0.1.0
 */
public final class VertxTransport implements HttpTransport {

    static final String NAME = "vertx";

    private final Mono<Void> release;
    private final ExchangeRegistry registry;
    private final Function<Exchange, Exchange.Handler> handlerFactory;

    private VertxTransport(VertxClient client, TransportSettings settings, Mono<Void> release) {
        RequestTemplateCache<VertxRequestTemplate> templates =
                new RequestTemplateCache<>(request -> VertxRequestTemplate.of(request, client, settings));
        NonBlockingEventLoops.register();
        this.release = release.cache();
        this.registry = new ExchangeRegistry(settings);
        this.handlerFactory = exchange -> new VertxExchange(client, templates, settings, exchange);
    }

    /**
     * Creates a transport with a Vert.x instance of its own; closing it releases both.
     *
     * @param settings how it should behave
     * @return a new transport
     * @throws IllegalStateException if Vert.x is too old, naming what was found and what is needed
     */
    public static VertxTransport create(TransportSettings settings) {
        return VertxLibraries.link(() -> createDedicated(settings));
    }

    private static VertxTransport createDedicated(TransportSettings settings) {
        Vertx vertx = DedicatedVertx.create();
        try {
            VertxClient client = VertxClient.create(vertx, settings);
            return new VertxTransport(client, settings, client.close().then(DedicatedVertx.close(vertx)));
        } catch (Throwable e) {
            Future<Void> ignored = vertx.close();
            throw e;
        }
    }

    /**
     * Uses a Vert.x instance that stays the caller's, with connections of its own on one of its event loops: the one of
     * the verticle in which this is called, if any. All settings apply; hosts are resolved with that of
     * {@link TransportSettings#hostResolver()} and not with the resolver of the instance. Closing releases the
     * connections and leaves the instance as it is.
     *
     * <p>Reads files: classes the first time and, unless the settings say what to trust, the JVM's trust store each
     * time. On an event loop, call it when a verticle starts and not for a request.
     *
     * @param vertx the instance
     * @param settings how the transport should behave
     * @return a new transport
     * @throws IllegalStateException if Vert.x is too old, naming what was found and what is needed
     */
    public static VertxTransport using(Vertx vertx, TransportSettings settings) {
        Objects.requireNonNull(vertx, "vertx");
        return VertxLibraries.link(() -> {
            VertxClient client = VertxClient.create(vertx, settings);
            return new VertxTransport(client, settings, client.close());
        });
    }

    @Override
    public Mono<TransportResponse> exchange(TransportRequest request) {
        return registry.exchange(request, handlerFactory);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String toString() {
        return NAME + " (Vert.x " + LibraryRequirement.versionOf(Vertx.class) + ")";
    }

    @Override
    public Mono<Void> closeLater() {
        return Mono.fromRunnable(registry::close).then(release);
    }
}
