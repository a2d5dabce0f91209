package ai.extracta.deletions.audit;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** A connection of a client with the gateway. Used on its event loop only. */
final class GatewayConnection {

    private static final int ANNOUNCEMENT_MILLIS = 5;

    private final Channel channel;
    private final Http2FrameCodec codec;
    private final NavigableSet<Integer> streams = new TreeSet<>();
    private int lastForwarded;
    private boolean goingAway;

    GatewayConnection(Channel channel, Http2FrameCodec codec) {
        this.channel = channel;
        this.codec = codec;
    }

    void open(int stream) {
        streams.add(stream);
    }

    void end(int stream) {
        streams.remove(stream);
        closeIfDone();
    }

    /** Returns whether the request of a stream may be passed on; from then on, no {@code GOAWAY} leaves it out. */
    boolean forward(int stream) {
        if (goingAway && stream > lastForwarded) {
            return false;
        }
        lastForwarded = Math.max(lastForwarded, stream);
        return true;
    }

    void goAway(Http2Error error) {
        if (!goingAway) {
            goingAway = true;
            ChannelFuture ignored = writeGoAway(lastForwarded, error);
            closeIfDone();
        }
    }

    void announceGoAway(Http2Error error) {
        if (!goingAway) {
            ChannelFuture ignored = writeGoAway(Integer.MAX_VALUE, Http2Error.NO_ERROR);
            Object unusedTask =
                    channel.eventLoop().schedule(() -> goAway(error), ANNOUNCEMENT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    void goAwayAndClose(Http2Error error) {
        if (!goingAway) {
            goingAway = true;
            ChannelFuture ignored = writeGoAway(lastForwarded, error);
            ignored = context().close();
        }
    }

    /** Below TLS and HTTP/2, which would say goodbye. */
    void closeSilently() {
        ((SocketChannel) channel).config().setSoLinger(0);
        channel.unsafe().close(channel.voidPromise());
    }

    private void closeIfDone() {
        if (goingAway && (streams.isEmpty() || streams.first() > lastForwarded)) {
            ChannelFuture ignored = context().close();
        }
    }

    /** Whose outbound events pass the codec by, which would send a {@code GOAWAY} of its own before it closes. */
    private ChannelHandlerContext context() {
        return channel.pipeline().context(codec);
    }

    /** Past the codec, which would take the rest of a request that it left out for an error of the connection. */
    private ChannelFuture writeGoAway(int lastStream, Http2Error error) {
        ChannelHandlerContext context = context();
        ChannelFuture written = codec.encoder()
                .frameWriter()
                .writeGoAway(context, lastStream, error.code(), Unpooled.EMPTY_BUFFER, context.newPromise());
        context.flush();
        return written;
    }
}
