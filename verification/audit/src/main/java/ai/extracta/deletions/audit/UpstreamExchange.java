package ai.extracta.deletions.audit;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.HttpConversionUtil;
import java.net.URI;

/**
 * Sends a request to the simulator on a connection of its own, once, and passes the response on as it arrives. A
 * response that is not complete and valid ends with a reset.
 */
final class UpstreamExchange extends SimpleChannelInboundHandler<HttpObject> {

    private final Http2StreamChannel stream;
    private final FullHttpRequest request;
    private final boolean refusingAfterHead;
    private boolean done;

    private UpstreamExchange(Http2StreamChannel stream, FullHttpRequest request, boolean refusingAfterHead) {
        this.stream = stream;
        this.request = request;
        this.refusingAfterHead = refusingAfterHead;
    }

    static Channel start(Http2StreamChannel stream, FullHttpRequest request, URI target, boolean refusingAfterHead) {
        UpstreamExchange exchange = new UpstreamExchange(stream, request, refusingAfterHead);
        return new Bootstrap()
                .group(stream.eventLoop())
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new HttpClientCodec(), exchange);
                    }
                })
                .connect(target.getHost(), target.getPort())
                .channel();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        ChannelFuture ignored = context.writeAndFlush(request);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        if (done) {
            return;
        }
        if (part.decoderResult().isFailure()) {
            end(context, Http2Error.INTERNAL_ERROR);
            return;
        }
        if (part instanceof HttpResponse response) {
            write(new DefaultHttp2HeadersFrame(HttpConversionUtil.toHttp2Headers(response, true)));
            if (refusingAfterHead) {
                end(context, Http2Error.REFUSED_STREAM);
                return;
            }
        }
        if (part instanceof HttpContent content) {
            done = part instanceof LastHttpContent;
            write(new DefaultHttp2DataFrame(content.content().retain(), done));
        }
    }

    private void write(Object frame) {
        ChannelFuture ignored = stream.writeAndFlush(frame);
    }

    private void end(ChannelHandlerContext context, Http2Error error) {
        done = true;
        GatewayStream.reset(stream, error);
        ChannelFuture ignored = context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!done) {
            end(context, Http2Error.INTERNAL_ERROR);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        end(context, Http2Error.INTERNAL_ERROR);
    }
}
