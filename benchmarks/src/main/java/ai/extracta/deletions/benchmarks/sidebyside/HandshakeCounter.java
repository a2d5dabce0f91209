package ai.extracta.deletions.benchmarks.sidebyside;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.AttributeKey;
import java.util.concurrent.atomic.LongAdder;

/** Counts the handshakes of a server. A session that is older than its connection was resumed. */
@Sharable
final class HandshakeCounter extends ChannelInboundHandlerAdapter {

    private static final AttributeKey<Long> ACCEPTED_AT = AttributeKey.valueOf("accepted-at");

    private final LongAdder all = new LongAdder();
    private final LongAdder resumed = new LongAdder();

    /** The handshakes since the last call. */
    Handshakes take() {
        return new Handshakes(all.sumThenReset(), resumed.sumThenReset());
    }

    static void accepted(Channel channel) {
        channel.attr(ACCEPTED_AT).set(System.currentTimeMillis());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent completion && completion.isSuccess()) {
            all.increment();
            if (sessionCreatedAt(context) < context.channel().attr(ACCEPTED_AT).get()) {
                resumed.increment();
            }
        }
        super.userEventTriggered(context, event);
    }

    private static long sessionCreatedAt(ChannelHandlerContext context) {
        return context.pipeline().get(SslHandler.class).engine().getSession().getCreationTime();
    }
}
