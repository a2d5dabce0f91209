package ai.extracta.deletions.transport.netty;

import ai.extracta.deletions.internal.transport.HostLookups;
import ai.extracta.deletions.transport.TransportSettings;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Resolves host names with the resolver of the settings. */
final class HostResolverGroup extends AddressResolverGroup<InetSocketAddress> {

    private final HostLookups lookups;
    private final long timeoutMillis;

    HostResolverGroup(TransportSettings settings) {
        lookups = new HostLookups(settings.hostResolver());
        timeoutMillis = settings.connectTimeout().toMillis();
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new NameResolver(executor).asAddressResolver();
    }

    @Override
    public void close() {
        super.close();
        lookups.close();
    }

    private final class NameResolver extends InetNameResolver {

        NameResolver(EventExecutor executor) {
            super(executor);
        }

        @Override
        protected void doResolve(String host, Promise<InetAddress> promise) {
            resolve(host, promise, addresses -> promise.trySuccess(addresses.get(0)));
        }

        @Override
        protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
            resolve(host, promise, promise::trySuccess);
        }

        private void resolve(String host, Promise<?> promise, Consumer<List<InetAddress>> onAddresses) {
            Future<?> lookup = lookups.start(host, onAddresses, promise::tryFailure);
            ScheduledFuture<?> timeout =
                    executor().schedule(() -> lookup.cancel(true), timeoutMillis, TimeUnit.MILLISECONDS);
            promise.addListener(resolved -> timeout.cancel(false));
        }
    }
}
