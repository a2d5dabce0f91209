package ai.extracta.deletions.transport.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/** Skips answers that are not the last word (RFC 9110 section 15.2); Reactor Netty takes some of them for it. */
final class InterimAnswers extends ChannelInboundHandlerAdapter {

    private boolean skipping;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
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

    private static boolean isInterim(HttpResponse response) {
        int status = response.status().code();
        return response.decoderResult().isSuccess()
                && status < HttpResponseStatus.OK.code()
                && status != HttpResponseStatus.SWITCHING_PROTOCOLS.code();
    }
}
