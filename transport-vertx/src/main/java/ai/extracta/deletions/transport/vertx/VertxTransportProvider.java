package ai.extracta.deletions.transport.vertx;

import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.HttpTransportProvider;
import ai.extracta.deletions.transport.TransportSettings;

/**
 * Lets a client find {@link VertxTransport} by the name {@code vertx}.
 *
 * @since 0.1.0
 */
public final class VertxTransportProvider implements HttpTransportProvider {

    /** Called by {@link java.util.ServiceLoader}; has no side effect. */
    public VertxTransportProvider() {}

    @Override
    public String name() {
        return VertxTransport.NAME;
    }

    /** Checks first: without the library, {@link VertxTransport} cannot be loaded. */
    @Override
    public HttpTransport create(TransportSettings settings) {
        return VertxLibraries.link(() -> VertxTransport.create(settings));
    }
}
