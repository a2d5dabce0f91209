package ai.extracta.deletions.transport.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Skips answers that are not the last word (RFC 9110 section 15.2), which Reactor Netty takes for it in part, and what is
 * left of one when its connection has ended.
 */
final class InterimAnswers extends ChannelInboundHandlerAdapter {

    private boolean skipping;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (isCutOff(context, message)) {
            ReferenceCountUtil.release(message);
            return;
        }
        skipping |= message instanceof HttpResponse response && isInterim(response);
        if (!skipping) {
            context.fireChannelRead(message);
            return;
        }
        ReferenceCountUtil.release(message);
        if (message instanceof LastHttpContent) {
            skipping = false;
            context.read();
        }
    }

    /**
     * What the codec makes of half an answer when the connection ends. That the connection ended is enough to know, and is
     * said right after; a call that ended before would have Reactor Netty log a warning about it.
     */
    private static boolean isCutOff(ChannelHandlerContext context, Object message) {
        return message instanceof HttpObject part
                && part.decoderResult().isFailure()
                && !context.channel().isActive();
    }

    private static boolean isInterim(HttpResponse response) {
        int status = response.status().code();
        return response.decoderResult().isSuccess()
                && status < HttpResponseStatus.OK.code()
                && status != HttpResponseStatus.SWITCHING_PROTOCOLS.code();
    }
}
