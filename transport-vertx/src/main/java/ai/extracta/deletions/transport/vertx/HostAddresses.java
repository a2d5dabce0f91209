package ai.extracta.deletions.transport.vertx;

import ai.extracta.deletions.internal.transport.HostLookups;
import ai.extracta.deletions.transport.TransportSettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The addresses of hosts. Vert.x resolves with a resolver of its own, tries one address only, and has a pool for each;
 * so the address of a host stays the same as long as there are connections to it. Used on the event loop only, except
 * {@link #close()}.
 */
final class HostAddresses {

    private final Context context;
    private final HostLookups lookups;
    private final long timeoutMillis;
    private final Map<String, InetAddress> inUse = new HashMap<>();
    private final Map<String, Integer> openConnections = new HashMap<>();

    HostAddresses(Context context, TransportSettings settings) {
        this.context = context;
        this.lookups = new HostLookups(settings.hostResolver());
        this.timeoutMillis = settings.connectTimeout().toMillis();
    }

    /** The address that exchanges with this host connect to at present. */
    Optional<InetAddress> inUse(String host) {
        return Optional.ofNullable(inUse.get(host));
    }

    void use(String host, InetAddress address) {
        inUse.put(host, address);
    }

    void unreachable(String host, InetAddress address) {
        inUse.remove(host, address);
    }

    /** The future completes on the event loop, unless the transport is closed before. */
    Future<List<InetAddress>> lookUp(String host) {
        Promise<List<InetAddress>> found = Promise.promise();
        java.util.concurrent.Future<?> lookup = lookups.start(host, found::tryComplete, found::tryFail);
        long timer = context.owner().setTimer(timeoutMillis, passed -> lookup.cancel(true));
        Promise<List<InetAddress>> result = Promise.promise();
        found.future()
                .onComplete(ended -> context.runOnContext(now -> {
                    context.owner().cancelTimer(timer);
                    result.handle(ended);
                }));
        return result.future();
    }

    void opened(HttpConnection connection) {
        SocketAddress remote = connection.remoteAddress();
        if (remote != null && remote.isInetSocket()) {
            String address = remote.hostAddress();
            openConnections.merge(address, 1, Integer::sum);
            connection.closeHandler(closed -> closed(address));
        }
    }

    private void closed(String address) {
        if (openConnections.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1) == null) {
            inUse.values().removeIf(used -> used.getHostAddress().equals(address));
        }
    }

    void close() {
        lookups.close();
    }
}
