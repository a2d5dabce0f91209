package ai.extracta.deletions.transport.netty;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2UnknownFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection of HTTP/2 that is dead: on which an exception is caught, or a ping not acknowledged in time. Gets
 * what the codec has decoded, so it is the last handler. Used on the event loop only.
 */
final class Http2PingHandler extends ChannelInboundHandlerAdapter {

    static final String NAME = "http2-ping-handler";

    private final ChannelHandlerContext connection;
    private final Duration timeout;
    private final Consumer<Throwable> failureListener;
    private @Nullable Future<?> deadUnlessAcknowledged;

    Http2PingHandler(ChannelHandlerContext connection, Duration timeout, Consumer<Throwable> failureListener) {
        this.connection = connection;
        this.timeout = timeout;
        this.failureListener = failureListener;
    }

    /** In a later task, and not before the last ping was acknowledged. */
    void ping() {
        if (deadUnlessAcknowledged == null) {
            deadUnlessAcknowledged =
                    connection.executor().schedule(this::close, timeout.toMillis(), TimeUnit.MILLISECONDS);
            connection.executor().execute(this::write);
        }
    }

    private void write() {
        ChannelFuture ignored = connection.channel().writeAndFlush(new DefaultHttp2PingFrame(0));
    }

    private void close() {
        ChannelFuture ignored = connection.close();
    }

    /** Frames of an unknown type would leak in Reactor Netty. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        if (frame instanceof Http2PingFrame ping && ping.ack()) {
            acknowledged();
            ReferenceCountUtil.release(frame);
        } else if (frame instanceof Http2UnknownFrame) {
            ReferenceCountUtil.release(frame);
        } else {
            context.fireChannelRead(frame);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        acknowledged();
        context.fireChannelInactive();
    }

    private void acknowledged() {
        Future<?> task = deadUnlessAcknowledged;
        deadUnlessAcknowledged = null;
        if (task != null) {
            task.cancel(false);
        }
    }

    /** Each stream reports that its connection was lost, and why. Netty logs what reaches the end of the pipeline. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        if (failure instanceof Error) {
            context.fireExceptionCaught(failure);
        }
        failureListener.accept(failure);
        close();
    }
}
