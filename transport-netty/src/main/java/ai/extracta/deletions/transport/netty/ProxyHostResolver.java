package ai.extracta.deletions.transport.netty;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.FutureListener;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Resolves the host of a proxy when a connection is opened. Netty expects it to be resolved already. */
final class ProxyHostResolver extends ChannelOutboundHandlerAdapter {

    private final HostResolverGroup resolvers;

    ProxyHostResolver(HostResolverGroup resolvers) {
        this.resolvers = resolvers;
    }

    @Override
    public void connect(
            ChannelHandlerContext context, SocketAddress proxy, SocketAddress local, ChannelPromise promise) {
        resolvers.getResolver(context.executor()).resolve(proxy).addListener((FutureListener<InetSocketAddress>)
                resolved -> {
                    if (resolved.isSuccess()) {
                        ChannelFuture ignored = context.connect(resolved.getNow(), local, promise);
                    } else {
                        promise.tryFailure(resolved.cause());
                    }
                });
    }
}
