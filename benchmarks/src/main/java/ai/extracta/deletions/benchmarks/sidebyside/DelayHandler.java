package ai.extracta.deletions.benchmarks.sidebyside;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A long way to the client: what comes and what goes takes some time, and so does the news that the server has closed
 * the connection. What arrives after the server has closed it is lost.
 */
final class DelayHandler extends ChannelDuplexHandler {

    private final long nanos;
    private boolean closed;

    DelayHandler(Duration oneWay) {
        this.nanos = oneWay.toNanos();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        later(context, () -> {
            if (closed) {
                ReferenceCountUtil.release(message);
            } else {
                context.fireChannelRead(message);
                context.fireChannelReadComplete();
            }
        });
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        // follows each delayed read
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        later(context, () -> {
            ChannelFuture unused = context.writeAndFlush(message, promise);
        });
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        // follows each delayed write
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        closed = true;
        later(context, () -> {
            ChannelFuture unused = context.close(promise);
        });
    }

    private void later(ChannelHandlerContext context, Runnable task) {
        Object unused = context.executor().schedule(task, nanos, TimeUnit.NANOSECONDS);
    }
}
