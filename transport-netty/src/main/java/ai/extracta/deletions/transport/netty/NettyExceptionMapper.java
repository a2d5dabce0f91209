package ai.extracta.deletions.transport.netty;

import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.support.Exchange;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.SslClosedEngineException;
import io.netty.handler.timeout.TimeoutException;
import java.util.Arrays;
import javax.net.ssl.SSLException;
import reactor.netty.channel.AbortedException;

/** Maps Reactor Netty's own exceptions; {@link TransportException#of} handles the rest. */
final class NettyExceptionMapper {

    private NettyExceptionMapper() {}

    static TransportException toTransportException(Throwable failure, Exchange exchange) {
        boolean maybeSent = exchange.isSending();
        if (TransportException.isCausedBy(failure, Error.class)) {
            return TransportException.of(failure, maybeSent);
        }
        return isConnectionClosedByPeer(failure)
                ? TransportException.of(maybeSent ? Kind.CONNECTION_LOST : Kind.CONNECT, maybeSent, failure)
                : maybeSent ? afterSending(failure) : beforeSending(failure);
    }

    private static TransportException beforeSending(Throwable failure) {
        if (TransportException.isCausedBy(failure, ProxyConnectException.class)) {
            return TransportException.of(Kind.PROXY, false, failure);
        }
        if (failure.getClass().getSimpleName().startsWith("PoolAcquire")) {
            return TransportException.of(Kind.POOL, false, failure);
        }
        if (isHandshakeDisconnect(failure)) {
            return TransportException.of(Kind.TLS, false, failure);
        }
        return TransportException.of(failure, false);
    }

    private static TransportException afterSending(Throwable failure) {
        if (failure instanceof TimeoutException) {
            return TransportException.of(Kind.TIMEOUT, true, failure);
        }
        if (failure instanceof AbortedException || failure instanceof PrematureChannelClosureException) {
            return TransportException.of(Kind.CONNECTION_LOST, true, failure);
        }
        if (failure instanceof DecoderException && !TransportException.isCausedBy(failure, SSLException.class)) {
            return TransportException.of(Kind.PROTOCOL, true, failure);
        }
        return TransportException.of(failure, true);
    }

    /** Although it is an {@link SSLException}: the handshake was complete. */
    private static boolean isConnectionClosedByPeer(Throwable failure) {
        return TransportException.isCausedBy(failure, SslClosedEngineException.class);
    }

    /** Only a suppressed exception shows that the peer disconnected during the handshake. */
    private static boolean isHandshakeDisconnect(Throwable failure) {
        return Arrays.stream(failure.getSuppressed()).anyMatch(SSLException.class::isInstance);
    }
}
