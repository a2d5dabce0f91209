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
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.transport.TransportConfig;
import reactor.util.context.Context;

/**
 * Lets a call give up its place in the queue for a connection. Reactor Netty's HTTP client drops that subscription, so
 * without this a cancelled call would stay in the queue, and once served take a connection only to close it.
 */
final class CancellableConnectionProvider implements ConnectionProvider {

    private final ConnectionProvider connections;

    CancellableConnectionProvider(ConnectionProvider connections) {
        this.connections = connections;
    }

    @Override
    public Mono<? extends Connection> acquire(
            TransportConfig config,
            ConnectionObserver observer,
            @Nullable Supplier<? extends SocketAddress> remoteAddress,
            @Nullable AddressResolverGroup<?> resolver) {
        NettyCall call = observer.currentContext().getOrDefault(NettyCall.class, null);
        ConnectionObserver quiet = call == null ? observer : new Reporting(observer, call);
        return new Acquisition<>(connections.acquire(config, quiet, remoteAddress, resolver));
    }

    @Override
    public void disposeWhen(SocketAddress remoteAddress) {
        connections.disposeWhen(remoteAddress);
    }

    @Override
    public Mono<Void> disposeLater() {
        return connections.disposeLater();
    }

    @Override
    public int maxConnections() {
        return connections.maxConnections();
    }

    @Override
    public @Nullable Map<SocketAddress, Integer> maxConnectionsPerHost() {
        return connections.maxConnectionsPerHost();
    }

    @Override
    public @Nullable String name() {
        return connections.name();
    }

    /** Takes failures to the call and not to Reactor Netty's own observer, which would log each as a warning as well. */
    private record Reporting(ConnectionObserver observer, NettyCall call) implements ConnectionObserver {

        @Override
        public Context currentContext() {
            return observer.currentContext();
        }

        @Override
        public void onStateChange(Connection connection, State state) {
            observer.onStateChange(connection, state);
        }

        @Override
        public void onUncaughtException(Connection connection, Throwable failure) {
            call.connectionFailed(failure);
        }
    }

    private static final class Acquisition<C extends Connection> extends MonoOperator<C, C> {

        Acquisition(Mono<? extends C> source) {
            super(source);
        }

        @Override
        public void subscribe(CoreSubscriber<? super C> actual) {
            NettyCall call = actual.currentContext().getOrDefault(NettyCall.class, null);
            source.subscribe(call == null ? actual : new Waiting<>(actual, call));
        }
    }

    private record Waiting<C extends Connection>(CoreSubscriber<? super C> actual, NettyCall call)
            implements CoreSubscriber<C> {

        @Override
        public void onSubscribe(Subscription acquisition) {
            actual.onSubscribe(acquisition);
            call.waitsAt(acquisition);
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
