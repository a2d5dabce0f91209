package ai.extracta.deletions.transport.netty;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.ProtocolException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Drops interim (1xx) responses, some of which Reactor Netty treats as final, and closes the connection on an
 * unsolicited response, which could otherwise be taken for the response to the next request (response
 * desynchronisation).
 */
final class UnsolicitedResponseHandler extends ChannelDuplexHandler {

    /** Compared by identity: {@code HttpVersion.equals} ignores case. */
    private static final Set<HttpVersion> SUPPORTED_VERSIONS = supportedVersions();

    private boolean responseExpected;
    private boolean skippingInterim;

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        responseExpected |= message instanceof HttpRequest;
        super.write(context, message, promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!responseExpected) {
            ReferenceCountUtil.release(message);
            ChannelFuture ignored = context.close();
            return;
        }
        if (message instanceof HttpResponse response) {
            rejectOtherVersions(response);
            skippingInterim |= isInterim(response);
        }
        if (skippingInterim) {
            ReferenceCountUtil.release(message);
            skip(context, message);
            return;
        }
        responseExpected = !(message instanceof LastHttpContent);
        context.fireChannelRead(message);
    }

    /** After a local close the rest of the response is not expected any more. */
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) throws Exception {
        responseExpected = false;
        super.close(context, promise);
    }

    private void skip(ChannelHandlerContext context, Object message) {
        if (message instanceof LastHttpContent) {
            skippingInterim = false;
            context.read();
        }
    }

    /** Reactor Netty accepts any version. The protocol name is case-sensitive (RFC 9112 section 2.3). */
    private static void rejectOtherVersions(HttpResponse response) {
        if (!SUPPORTED_VERSIONS.contains(response.protocolVersion())) {
            response.setDecoderResult(
                    DecoderResult.failure(new ProtocolException("the response is not HTTP/1.1 or HTTP/1.0")));
        }
    }

    private static Set<HttpVersion> supportedVersions() {
        Set<HttpVersion> versions = Collections.newSetFromMap(new IdentityHashMap<>());
        versions.add(HttpVersion.HTTP_1_1);
        versions.add(HttpVersion.HTTP_1_0);
        return Collections.unmodifiableSet(versions);
    }

    private static boolean isInterim(HttpResponse response) {
        int status = response.status().code();
        return response.decoderResult().isSuccess()
                && status < HttpResponseStatus.OK.code()
                && status != HttpResponseStatus.SWITCHING_PROTOCOLS.code();
    }
}
