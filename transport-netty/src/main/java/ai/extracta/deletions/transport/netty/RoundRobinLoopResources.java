package ai.extracta.deletions.transport.netty;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/**
 * Event loops that take turns with new connections. With Reactor Netty's own, every second event loop would get none:
 * for each connection it asks the group what kind of channel that takes, and Netty's group passes the question to the
 * event loop whose turn it is.
 */
record RoundRobinLoopResources(LoopResources delegate) implements LoopResources {

    static LoopResources create(String prefix, int count) {
        boolean colocate = false; // otherwise every follow-up call would run on the event loop of the call before
        return new RoundRobinLoopResources(LoopResources.create(prefix, count, count, true, colocate));
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

    /** All event loops are of one kind; asking one of them does not advance the round robin. */
    private static EventLoop anyOf(EventLoopGroup group) {
        return (EventLoop) group.iterator().next();
    }
}
