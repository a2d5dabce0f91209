package ai.extracta.deletions.transport.netty;

import static ai.extracta.deletions.transport.TransportException.isCausedBy;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Makes a disconnect during the TLS handshake an {@link SSLHandshakeException}, and one after it, which may be any
 * {@link SSLException}, an {@link IOException} that is none.
 */
@Sharable
final class TlsFailureHandler extends ChannelInboundHandlerAdapter {

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        context.fireExceptionCaught(
                tls == null ? failure : translate(failure, tls.handshakeFuture().isSuccess()));
    }

    private static Throwable translate(Throwable failure, boolean handshakeComplete) {
        boolean isTls = isCausedBy(failure, SSLException.class);
        if (handshakeComplete && isTls && !isCausedBy(failure, SSLHandshakeException.class)) {
            return new IOException(failure.toString());
        }
        if (handshakeComplete
                || isTls
                || failure instanceof Error
                || isCausedBy(failure, ProxyConnectException.class)) {
            return failure;
        }
        return new SSLHandshakeException("disconnected during the handshake").initCause(failure);
    }
}
