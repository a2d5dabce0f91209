package ai.extracta.deletions.transport.netty;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2StreamChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;
import reactor.netty.channel.ChannelOperations;

/**
 * Fails the exchange and closes the connection on an {@link Error}, which Reactor Netty rethrows and Netty logs and
 * drops, so that the exchange would never end. Does the same for a stream of HTTP/2 on any exception, of which Reactor
 * Netty logs a warning. On a connection of an external client, it leaves the requests of others alone.
 */
final class ErrorHandler extends ChannelInboundHandlerAdapter {

    private static final String NAME = "extracta-deletions-error-handler";

    private @Nullable NettyExchange inFlight;

    /** Returns the one of a connection, which gets one if it is of an external client. */
    static ErrorHandler of(ChannelPipeline pipeline) {
        ErrorHandler present = (ErrorHandler) pipeline.get(NAME);
        if (present != null) {
            return present;
        }
        ErrorHandler added = new ErrorHandler();
        pipeline.addBefore(NettyPipeline.ReactiveBridge, NAME, added);
        return added;
    }

    void begin(NettyExchange exchange) {
        inFlight = exchange;
    }

    /** Called on the event loop or before the connection has another exchange. */
    void end() {
        inFlight = null;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        boolean isStream = context.channel() instanceof Http2StreamChannel;
        if (!isStream && !(failure instanceof Error)) {
            context.fireExceptionCaught(failure);
            return;
        }
        Optional<NettyExchange> exchange = exchange(context);
        if (exchange.isPresent()) {
            exchange.get().onConnectionError(failure);
            ChannelFuture ignored = context.close();
        } else if (ChannelOperations.get(context.channel()) == null) {
            context.fireExceptionCaught(new ChannelException(failure.toString(), failure));
            ChannelFuture ignored = context.close();
        } else {
            context.fireExceptionCaught(failure);
        }
    }

    /**
     * After an error in its own handler, Reactor Netty closes the connection, but does not always end the exchange.
     * Otherwise it does, but may log a warning, unless the exchange has ended before.
     */
    @Override
    public void channelInactive(ChannelHandlerContext context) {
        NettyExchange unfinished = inFlight;
        inFlight = null;
        if (unfinished != null) {
            unfinished.onConnectionClosed();
        }
        context.fireChannelInactive();
    }

    private static Optional<NettyExchange> exchange(ChannelHandlerContext context) {
        return Optional.ofNullable(ChannelOperations.get(context.channel()))
                .flatMap(operations -> operations.currentContext().getOrEmpty(NettyExchange.class));
    }
}
