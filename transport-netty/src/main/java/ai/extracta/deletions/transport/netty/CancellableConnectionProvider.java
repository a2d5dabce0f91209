package ai.extracta.deletions.transport.netty;

import io.netty.resolver.AddressResolverGroup;
import java.net.SocketAddress;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.http.client.Http2AllocationStrategy;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.transport.TransportConfig;
import reactor.util.context.Context;

/**
 * Makes a pending acquire cancellable. Reactor Netty's HTTP client does not propagate a cancel to it, so a
 * cancelled exchange would stay queued, acquire a connection and close it again.
 */
final class CancellableConnectionProvider implements ConnectionProvider {

    private final ConnectionProvider delegate;
    private final Supplier<Builder> streamPool;

    /** The second creates the builder of the pool of HTTP/2 streams. */
    CancellableConnectionProvider(ConnectionProvider delegate, Supplier<Builder> streamPool) {
        this.delegate = delegate;
        this.streamPool = streamPool;
    }

    @Override
    public Mono<? extends Connection> acquire(
            TransportConfig config,
            ConnectionObserver observer,
            @Nullable Supplier<? extends SocketAddress> remoteAddress,
            @Nullable AddressResolverGroup<?> resolver) {
        NettyExchange exchange = observer.currentContext().getOrDefault(NettyExchange.class, null);
        if (exchange == null) { // a connection that the exchanges of HTTP/2 share
            return delegate.acquire(config, observer, remoteAddress, resolver);
        }
        ConnectionObserver failureObserver = new FailureObserver(observer, exchange);
        return new AcquireMono<>(delegate.acquire(config, failureObserver, remoteAddress, resolver));
    }

    @Override
    public void disposeWhen(SocketAddress remoteAddress) {
        delegate.disposeWhen(remoteAddress);
    }

    @Override
    public Mono<Void> disposeLater() {
        return delegate.disposeLater();
    }

    /** Configures the pool of HTTP/2 streams. Exchanges that wait for the first connection share it. */
    @Override
    public Builder mutate() {
        return streamPool
                .get()
                .allocationStrategy(Http2AllocationStrategy.builder()
                        .minConnections(1)
                        .maxConnections(maxConnections())
                        .build());
    }

    @Override
    public int maxConnections() {
        return delegate.maxConnections();
    }

    @Override
    public @Nullable Map<SocketAddress, Integer> maxConnectionsPerHost() {
        return delegate.maxConnectionsPerHost();
    }

    @Override
    public @Nullable String name() {
        return delegate.name();
    }

    /**
     * Routes connection failures to the exchange instead of Reactor Netty's observer, which would also log each one
     * as a warning.
     */
    private record FailureObserver(ConnectionObserver observer, NettyExchange exchange) implements ConnectionObserver {

        @Override
        public Context currentContext() {
            return observer.currentContext();
        }

        /** On an error of its own, Reactor Netty releases the connection, but does not always end the exchange. */
        @Override
        public void onStateChange(Connection connection, State state) {
            observer.onStateChange(connection, state);
            if (state == State.DISCONNECTING || state == State.RELEASED) {
                exchange.onConnectionClosed();
            }
        }

        @Override
        public void onUncaughtException(Connection connection, Throwable failure) {
            exchange.onConnectionError(failure);
        }
    }

    private static final class AcquireMono<C extends Connection> extends MonoOperator<C, C> {

        AcquireMono(Mono<? extends C> source) {
            super(source);
        }

        @Override
        public void subscribe(CoreSubscriber<? super C> actual) {
            NettyExchange exchange = actual.currentContext().getOrDefault(NettyExchange.class, null);
            source.subscribe(exchange == null ? actual : new AcquireSubscriber<>(actual, exchange));
        }
    }

    private record AcquireSubscriber<C extends Connection>(CoreSubscriber<? super C> actual, NettyExchange exchange)
            implements CoreSubscriber<C> {

        @Override
        public void onSubscribe(Subscription pendingAcquire) {
            actual.onSubscribe(pendingAcquire);
            exchange.onPendingAcquire(pendingAcquire);
        }

        @Override
        public void onNext(C connection) {
            actual.onNext(connection);
        }

        @Override
        public void onError(Throwable failure) {
            actual.onError(failure);
        }

        @Override
        public void onComplete() {
            actual.onComplete();
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }
    }
}
