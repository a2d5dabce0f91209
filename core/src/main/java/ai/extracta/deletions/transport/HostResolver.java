package ai.extracta.deletions.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Finds the addresses of a host, for {@link TransportSettings.Builder#hostResolver(HostResolver)}.
 *
 * <pre>{@code
 * HostResolver resolver = host -> host.equals("api.internal")
 *         ? List.of(InetAddress.getAllByName("10.0.0.7"))
 *         : HostResolver.SYSTEM.resolve(host);
 * }</pre>
 *
 * <p>It is asked when a connection is opened, unless the transport knows an address of the host from a connection that
 * is still open. Beyond that, transports cache nothing: a resolver that is slow or expensive caches by itself. It is
 * not asked for a host that is an IP address.
 *
 * <p>Implementations are thread-safe. They may block, because they are called on threads of the transport, at most two
 * at a time, and never on an event loop or a subscriber's thread. A lookup that takes longer than
 * {@link TransportSettings#connectTimeout()} is interrupted, and so is one that runs while the transport is closed.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface HostResolver {

    /** The resolver of the JVM, with its hosts file and cache. The default. */
    HostResolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    /**
     * Returns the addresses of a host. Whatever is thrown here, a lookup that is interrupted and an empty list are
     * failures of {@link TransportException.Kind#DNS}, after which nothing was sent, except an {@link Error}, which is
     * reported as what it is.
     *
     * @param host the host name as in the URI
     * @return its addresses in the order in which to try them; the next one is tried if no connection can be opened
     * @throws UnknownHostException if there is no such host
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
