package ai.extracta.deletions.transport.netty;

import ai.extracta.deletions.transport.TransportSettings;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Closes a connection of HTTP/2 whose server sends more than the responses to its requests may take, whatever the
 * frames. Gets what TLS has decrypted. Used on the event loop only.
 */
final class Http2FloodHandler extends ChannelInboundHandlerAdapter {

    static final String NAME = "http2-flood-handler";

    /** For frames of the connection, and for what is on its way when a stream is reset. */
    private static final int RESERVE_BYTES = 0x10000;

    private final long bytesPerRequest;
    private long allowedBytes = RESERVE_BYTES;

    Http2FloodHandler(TransportSettings settings) {
        long responseBytes = (long) settings.maxHeaderBytes() + settings.maxResponseBytes();
        this.bytesPerRequest = 2 * responseBytes + RESERVE_BYTES; // twice, for the headers of small frames
    }

    /** Allows the response of a new request in addition to those of the others that are open. */
    void allowResponse(int openRequests) {
        allowedBytes = Math.min(allowedBytes + bytesPerRequest, openRequests * bytesPerRequest);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        allowedBytes -= ((ByteBuf) bytes).readableBytes();
        if (allowedBytes < 0) {
            ReferenceCountUtil.release(bytes);
            close(context);
        } else {
            context.fireChannelRead(bytes);
        }
    }

    /** At once, whether or not the server reads a {@code GOAWAY} or the end of TLS. */
    private static void close(ChannelHandlerContext context) {
        ChannelFuture ignored = context.pipeline().firstContext().close();
    }
}
