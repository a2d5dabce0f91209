package ai.extracta.deletions.transport.netty;

import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2UnknownFrame;
import io.netty.handler.codec.http2.HttpConversionUtil;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the server said about the request of an HTTP/2 stream, which Reactor Netty's exception does not tell: whether it
 * did not process it (RFC 9113 section 8.7), and why it reset it. Used on the event loop only.
 */
final class StreamFate extends ChannelInboundHandlerAdapter {

    private final Channel connection;
    private final @Nullable Http2ConnectionHandler connectionHandler;
    private final NettyExchange exchange;
    private boolean responded;
    private boolean headReceived;
    private boolean refused;
    private Http2Error error = Http2Error.NO_ERROR;
    private String reason = "";

    private StreamFate(Channel connection, NettyExchange exchange) {
        this.connection = connection;
        this.connectionHandler = connection.pipeline().get(Http2ConnectionHandler.class);
        this.exchange = exchange;
    }

    /** Watches a stream, before its first frame is written. */
    static StreamFate watch(Http2StreamChannel stream, NettyExchange exchange) {
        StreamFate fate = new StreamFate(stream.parent(), exchange);
        stream.pipeline().addFirst(fate);
        return fate;
    }

    /** Removes what Netty adds to the header of a response; HTTP/2 has no {@code transfer-encoding}. */
    static void removeAddedHeaders(HttpHeaders response) {
        response.remove(HttpConversionUtil.ExtensionHeaderNames.STREAM_ID.text())
                .remove(HttpHeaderNames.TRANSFER_ENCODING);
    }

    /** Whether nothing can be sent any more, although the pool has just granted the stream. */
    boolean isConnectionClosing() {
        Http2FrameCodec codec = connection.pipeline().get(Http2FrameCodec.class);
        SslHandler tls = connection.pipeline().get(SslHandler.class);
        return !connection.isActive()
                || (codec != null && codec.connection().goAwayReceived())
                || (tls != null && tls.engine().isInboundDone());
    }

    /** Drops interim (1xx) responses, some of which Reactor Netty treats as final, and frames that it would leak. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        responded |= frame instanceof Http2HeadersFrame;
        if (frame instanceof Http2UnknownFrame || (frame instanceof Http2HeadersFrame head && isInterim(head))) {
            ReferenceCountUtil.release(frame);
            context.read();
        } else if (frame instanceof Http2DataFrame && !headReceived) {
            ReferenceCountUtil.release(frame);
            context.fireExceptionCaught(new ProtocolException("DATA before the header block of the response"));
        } else {
            headReceived |= frame instanceof Http2HeadersFrame;
            context.fireChannelRead(frame);
        }
    }

    private static boolean isInterim(Http2HeadersFrame head) {
        CharSequence status = head.headers().status();
        return !head.isEndStream()
                && status != null
                && HttpStatusClass.valueOf(status) == HttpStatusClass.INFORMATIONAL;
    }

    /** Netty tells a stream of {@code GOAWAY} only if it is above the last one that the server processes. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Http2GoAwayFrame goAway) {
            refused = true;
            end(goAway.errorCode(), "it left the request out of those it processes before it goes away");
        } else if (event instanceof Http2ResetFrame reset) {
            end(reset.errorCode(), "it reset the stream");
            refused |= error == Http2Error.REFUSED_STREAM || error == Http2Error.HTTP_1_1_REQUIRED;
        }
        context.fireUserEventTriggered(event);
    }

    private void end(long code, String how) {
        error = error(code);
        reason = how + " (" + error + ")";
    }

    /** An unknown code counts as an internal error (RFC 9113 section 7). */
    private static Http2Error error(long code) {
        Http2Error known = Http2Error.valueOf(code);
        return known == null ? Http2Error.INTERNAL_ERROR : known;
    }

    /** Before Reactor Netty sees it, which logs a warning for each stream that ends without a response. */
    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (error == Http2Error.NO_ERROR && connectionHandler != null) {
            error = error(connectionHandler.goAwayCode());
        }
        Optional.ofNullable(connectionHandler)
                .flatMap(Http2ConnectionHandler::failure)
                .ifPresentOrElse(
                        failure -> exchange.onConnectionClosed(new IOException(failure.toString())),
                        exchange::onConnectionClosed);
        context.fireChannelInactive();
    }

    /** Whether the server requires HTTP/1.1 for its requests. */
    boolean isHttp11Required() {
        return error == Http2Error.HTTP_1_1_REQUIRED;
    }

    /** What is known better than by the failure of a request that was sent. */
    Optional<TransportException> toTransportException(Throwable failure) {
        // A server that has responded contradicts itself if it refuses the stream then.
        boolean maybeProcessed = responded || !refused;
        if (error == Http2Error.ENHANCE_YOUR_CALM) {
            return exception(Kind.THROTTLED, maybeProcessed, "the server wants fewer requests: ", failure);
        }
        if (!maybeProcessed) {
            return exception(Kind.NOT_PROCESSED, false, "the server did not process the request: ", failure);
        }
        return reason.isEmpty()
                ? Optional.empty()
                : exception(Kind.CONNECTION_LOST, true, "the server ended the request without a response: ", failure);
    }

    private Optional<TransportException> exception(
            Kind kind, boolean maybeProcessed, String summary, Throwable failure) {
        String detail = reason.isEmpty() ? "it goes away (" + error + ")" : reason;
        return Optional.of(new TransportException(kind, maybeProcessed, summary + detail, failure));
    }
}
