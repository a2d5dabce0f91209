package ai.extracta.deletions.transport.netty;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Lets only answers through that a request waits for. Those that are not the last word (RFC 9110 section 15.2) are skipped;
 * Reactor Netty takes some of them for it. One that nobody asked for ends the connection; Reactor Netty drops it in silence,
 * and the connection's next user might meet another.
 */
final class AnswerFilter extends ChannelDuplexHandler {

    private boolean awaited;
    private boolean skipping;

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        awaited |= message instanceof HttpRequest;
        super.write(context, message, promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!awaited) {
            ReferenceCountUtil.release(message);
            ChannelFuture ignored = context.close();
            return;
        }
        skipping |= message instanceof HttpResponse response && isInterim(response);
        if (skipping) {
            ReferenceCountUtil.release(message);
            skip(context, message);
            return;
        }
        awaited = !(message instanceof LastHttpContent);
        context.fireChannelRead(message);
    }

    /** Half an answer is none when it was this side that did not want the other half. */
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) throws Exception {
        awaited = false;
        super.close(context, promise);
    }

    private void skip(ChannelHandlerContext context, Object message) {
        if (message instanceof LastHttpContent) {
            skipping = false;
            context.read();
        }
    }

    private static boolean isInterim(HttpResponse response) {
        int status = response.status().code();
        return response.decoderResult().isSuccess()
                && status < HttpResponseStatus.OK.code()
                && status != HttpResponseStatus.SWITCHING_PROTOCOLS.code();
    }
}
