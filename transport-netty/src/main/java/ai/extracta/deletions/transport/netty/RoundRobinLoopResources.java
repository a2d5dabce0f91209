package ai.extracta.deletions.transport.netty;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/**
 * Distributes new connections evenly over the event loops. With Reactor Netty's default every second event loop gets
 * none: on Netty 4.2, resolving the channel class of a connection calls {@code next()} on the group and so skips one
 * (decision 031). Not a record: Reactor Netty hashes it, and then the JDK would keep its class loader.
 */
final class RoundRobinLoopResources implements LoopResources {

    private final LoopResources delegate;

    private RoundRobinLoopResources(LoopResources delegate) {
        this.delegate = delegate;
    }

    static LoopResources create(String prefix, int count) {
        boolean colocate = false; // otherwise every follow-up call would run on the event loop of the call before
        LoopResources loops = LoopResources.create(prefix, count, count, true, colocate);
        return isNetty42(EventLoopGroup.class.getClassLoader()) ? new RoundRobinLoopResources(loops) : loops;
    }

    /** Netty 4.1 determines the channel class by the type of the group, and cannot by that of an event loop. */
    static boolean isNetty42(ClassLoader loader) {
        try {
            Class.forName("io.netty.channel.IoEventLoopGroup", false, loader);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Override
    public <C extends Channel> C onChannel(Class<C> type, EventLoopGroup group) {
        return delegate.onChannel(type, anyOf(group));
    }

    @Override
    public <C extends Channel> Class<? extends C> onChannelClass(Class<C> type, EventLoopGroup group) {
        return delegate.onChannelClass(type, anyOf(group));
    }

    @Override
    public EventLoopGroup onServer(boolean useNative) {
        return delegate.onServer(useNative);
    }

    @Override
    public EventLoopGroup onClient(boolean useNative) {
        return delegate.onClient(useNative);
    }

    @Override
    public Mono<Void> disposeLater(Duration quietPeriod, Duration limit) {
        return delegate.disposeLater(quietPeriod, limit);
    }

    @Override
    public boolean isDisposed() {
        return delegate.isDisposed();
    }

    @Override
    public boolean daemon() {
        return delegate.daemon();
    }

    /** All event loops are of one kind; querying one of them does not advance the round robin. */
    private static EventLoop anyOf(EventLoopGroup group) {
        return (EventLoop) group.iterator().next();
    }
}
