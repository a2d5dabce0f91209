package ai.extracta.deletions.acceptance;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.handler.codec.http2.HttpConversionUtil;
import io.netty.util.ReferenceCountUtil;

/** A request that a {@link ContractGateway} passes on, and its response. */
final class ContractGatewayStream extends SimpleChannelInboundHandler<Http2StreamFrame> {

    private final ContractGatewayConnection connection;
    private Channel stream;
    private boolean requestEnded;
    private boolean responseEnded;
    private boolean isInterim;
    private boolean isReusable;

    ContractGatewayStream(ContractGatewayConnection connection) {
        this.connection = connection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        stream = context.channel();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) throws Http2Exception {
        if (responseEnded) {
            return; // the rest of a request that got its response early
        }
        if (frame instanceof Http2HeadersFrame head) {
            requestEnded = head.isEndStream();
            connection.send(this, request(head));
        } else if (frame instanceof Http2DataFrame data) {
            requestEnded = data.isEndStream();
            connection.send(
                    this,
                    requestEnded
                            ? new DefaultLastHttpContent(data.content().retain())
                            : new DefaultHttpContent(data.content().retain()));
        }
    }

    /** What the client sent, for another host, and without what the conversion adds. */
    private HttpRequest request(Http2HeadersFrame head) throws Http2Exception {
        HttpRequest request = HttpConversionUtil.toHttpRequest(head.stream().id(), head.headers(), true);
        for (HttpConversionUtil.ExtensionHeaderNames added : HttpConversionUtil.ExtensionHeaderNames.values()) {
            request.headers().remove(added.text());
        }
        if (request.headers().contains(HttpHeaderNames.HOST, connection.gatewayHost(), false)) {
            request.headers().set(HttpHeaderNames.HOST, connection.serverHost());
        }
        return head.isEndStream()
                ? new DefaultFullHttpRequest(
                        request.protocolVersion(),
                        request.method(),
                        request.uri(),
                        Unpooled.EMPTY_BUFFER,
                        request.headers(),
                        LastHttpContent.EMPTY_LAST_CONTENT.trailingHeaders())
                : request;
    }

    /** Takes a part of the response, which it releases. */
    void respond(HttpObject part) {
        if (part.decoderResult().isFailure()) {
            ReferenceCountUtil.release(part);
            reset(Http2Error.PROTOCOL_ERROR);
        } else if (part instanceof HttpResponse head) {
            respond(head);
        } else if (part instanceof HttpContent content) {
            respond(content);
        }
    }

    private void respond(HttpResponse head) {
        isInterim = head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        isReusable = HttpUtil.isKeepAlive(head);
        if (head.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            reset(Http2Error.PROTOCOL_ERROR);
        } else {
            if (!isReusable) {
                connection.goAway();
            }
            write(new DefaultHttp2HeadersFrame(HttpConversionUtil.toHttp2Headers(head, false)));
        }
    }

    private void respond(HttpContent content) {
        if (isInterim) {
            content.release();
        } else {
            responseEnded = content instanceof LastHttpContent;
            write(new DefaultHttp2DataFrame(content.content(), responseEnded));
            connection.setReading(stream.isWritable());
            if (responseEnded) {
                end();
            }
        }
    }

    /** A client need not send the rest of a request that was responded to (RFC 9113 section 8.1). */
    private void end() {
        if (!requestEnded) {
            write(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
        }
        connection.end(isReusable && requestEnded);
    }

    /** The server closed the connection before the response was complete. */
    void lose() {
        reset(Http2Error.INTERNAL_ERROR);
    }

    private void reset(Http2Error error) {
        responseEnded = true;
        write(new DefaultHttp2ResetFrame(error));
        connection.cancel(this);
    }

    private void write(Http2StreamFrame frame) {
        ChannelFuture ignored = stream.writeAndFlush(frame);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        connection.setReading(context.channel().isWritable());
    }

    /** Before the next stream begins; the channel of this one becomes inactive later. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Http2ResetFrame) {
            cancel();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancel();
    }

    private void cancel() {
        if (!responseEnded) {
            responseEnded = true;
            connection.cancel(this);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        ChannelFuture ignored = context.close();
    }
}
