package ai.extracta.deletions.transport.netty;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Closes an idle connection before the time that the server announced in {@code keep-alive: timeout=N} has passed. */
final class KeepAliveHandler extends ChannelDuplexHandler {

    private static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");
    private static final Pattern TIMEOUT = Pattern.compile("(?i)\\btimeout\\s*=\\s*\"?(\\d{1,9})");

    /** A request needs some time to reach the server. */
    private static final long MARGIN_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final long maxIdleNanos;
    private long timeoutNanos;
    private long idleSince;
    private boolean idle;
    private boolean scheduled;

    KeepAliveHandler(Duration maxIdleTime) {
        this.maxIdleNanos = maxIdleTime.toNanos();
        this.timeoutNanos = maxIdleNanos;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        idle &= !(message instanceof HttpRequest);
        super.write(context, message, promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof HttpResponse response) {
            String announced = response.headers().get(KEEP_ALIVE);
            timeoutNanos = announced == null ? maxIdleNanos : timeoutNanos(announced);
        }
        if (message instanceof LastHttpContent && timeoutNanos < maxIdleNanos) {
            idle = true;
            idleSince = System.nanoTime();
            scheduleClose(context, timeoutNanos);
        }
        super.channelRead(context, message);
    }

    private long timeoutNanos(String announced) {
        Matcher matcher = TIMEOUT.matcher(announced);
        return matcher.find()
                ? Math.max(0, TimeUnit.SECONDS.toNanos(Long.parseLong(matcher.group(1))) - MARGIN_NANOS)
                : maxIdleNanos;
    }

    /** One task per connection, not one per response. */
    private void scheduleClose(ChannelHandlerContext context, long nanos) {
        if (!scheduled && context.channel().isActive()) {
            scheduled = true;
            Object ignored = context.executor().schedule(() -> closeIfIdle(context), nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void closeIfIdle(ChannelHandlerContext context) {
        scheduled = false;
        if (!idle) {
            return;
        }
        long remaining = timeoutNanos - (System.nanoTime() - idleSince);
        if (remaining > 0) {
            scheduleClose(context, remaining);
        } else {
            ChannelFuture ignored = context.close();
        }
    }
}
