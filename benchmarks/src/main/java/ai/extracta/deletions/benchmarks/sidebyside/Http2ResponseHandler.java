package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.benchmarks.driver.Target;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;

/** Responds with success over HTTP/2. */
final class Http2ResponseHandler extends ChannelInboundHandlerAdapter {

    /** That of nginx. */
    private static final int MAX_STREAMS = 128;

    private static final ByteBuf BODY = Unpooled.unreleasableBuffer(
            Unpooled.directBuffer().writeBytes(Target.RESPONSE.getBytes(StandardCharsets.US_ASCII)));

    private final LongAdder requests;

    Http2ResponseHandler(LongAdder requests) {
        this.requests = requests;
    }

    /** Permits any number of resets, unlike a server made of Netty by default. */
    static Http2FrameCodec codec() {
        return Http2FrameCodecBuilder.forServer()
                .initialSettings(Http2Settings.defaultSettings().maxConcurrentStreams(MAX_STREAMS))
                .decoderEnforceMaxRstFramesPerWindow(0, 0)
                .build();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        if (frame instanceof Http2DataFrame data) {
            ChannelFuture unused = context.write(
                    new DefaultHttp2WindowUpdateFrame(data.initialFlowControlledBytes()).stream(data.stream()));
            if (data.isEndStream()) {
                requests.increment();
                respond(context, data.stream());
            }
        }
        ReferenceCountUtil.release(frame);
    }

    private static void respond(ChannelHandlerContext context, Http2FrameStream stream) {
        Http2Headers head = new DefaultHttp2Headers()
                .status("200")
                .add("content-type", "application/json")
                .addInt("content-length", Target.RESPONSE.length());
        ChannelFuture unused = context.write(new DefaultHttp2HeadersFrame(head).stream(stream));
        unused = context.write(new DefaultHttp2DataFrame(BODY.duplicate(), true).stream(stream));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        ChannelFuture unused = context.close(); // the client closed the connection abruptly
    }
}
