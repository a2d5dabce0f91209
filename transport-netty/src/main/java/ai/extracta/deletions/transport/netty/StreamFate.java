package ai.extracta.deletions.transport.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;

/**
 * Whether the server said that it did not process the request of an HTTP/2 stream (RFC 9113 section 8.7). Reactor
 * Netty's exception does not tell. Used on the event loop only.
 */
final class StreamFate extends ChannelInboundHandlerAdapter {

    private boolean responded;
    private boolean refused;

    private StreamFate() {}

    /** Watches a stream, before its first frame is written. */
    static StreamFate watch(Http2StreamChannel stream) {
        StreamFate fate = new StreamFate();
        stream.pipeline().addFirst(fate);
        return fate;
    }

    /** A server that has responded contradicts itself if it refuses the stream then. */
    boolean isNotProcessed() {
        return refused && !responded;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        responded |= frame instanceof Http2HeadersFrame;
        context.fireChannelRead(frame);
    }

    /** Netty tells a stream of {@code GOAWAY} only if it is above the last one that the server processes. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        refused |= event instanceof Http2GoAwayFrame
                || (event instanceof Http2ResetFrame reset && reset.errorCode() == Http2Error.REFUSED_STREAM.code());
        context.fireUserEventTriggered(event);
    }
}
