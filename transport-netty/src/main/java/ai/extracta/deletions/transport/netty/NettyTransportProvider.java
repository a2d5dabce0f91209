package ai.extracta.deletions.transport.netty;

import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.HttpTransportProvider;
import ai.extracta.deletions.transport.TransportSettings;

/**
 * Lets a client find {@link NettyTransport} by the name {@code netty}.
 *
 * @since 0.1.0
 */
public final class NettyTransportProvider implements HttpTransportProvider {

    /** Called by {@link java.util.ServiceLoader}; has no side effect. */
    public NettyTransportProvider() {}

    @Override
    public String name() {
        return NettyTransport.NAME;
    }

    /** Checks first: without the library, {@link NettyTransport} cannot be loaded. */
    @Override
    public HttpTransport create(TransportSettings settings) {
        return NettyLibraries.link(() -> NettyTransport.create(settings));
    }
}
