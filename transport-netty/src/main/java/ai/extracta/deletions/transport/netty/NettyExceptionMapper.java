package ai.extracta.deletions.transport.netty;

import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.support.Exchange;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.timeout.TimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Arrays;
import javax.net.ssl.SSLException;
import reactor.netty.channel.AbortedException;

/** Maps Reactor Netty's own exceptions; {@link TransportException#of} handles the rest. */
final class NettyExceptionMapper {

    private NettyExceptionMapper() {}

    static TransportException toTransportException(Throwable failure, Exchange exchange) {
        return toTransportException(
                failure,
                exchange.isSending(),
                "https".equalsIgnoreCase(exchange.request().uri().getScheme()));
    }

    private static TransportException toTransportException(Throwable failure, boolean maybeSent, boolean secure) {
        if (!maybeSent && TransportException.isCausedBy(failure, ProxyConnectException.class)) {
            return TransportException.of(Kind.PROXY, false, failure);
        }
        if (!maybeSent && failure.getClass().getSimpleName().startsWith("PoolAcquire")) {
            return TransportException.of(Kind.POOL, false, failure);
        }
        if (maybeSent && failure instanceof TimeoutException) {
            return TransportException.of(Kind.TIMEOUT, true, failure);
        }
        if (maybeSent && (failure instanceof AbortedException || failure instanceof PrematureChannelClosureException)) {
            return TransportException.of(Kind.CONNECTION_LOST, true, failure);
        }
        if (maybeSent && failure instanceof DecoderException && !isTls(failure)) {
            return TransportException.of(Kind.PROTOCOL, true, failure);
        }
        if (!maybeSent && (isTls(failure) || (secure && isConnectionLost(failure)))) {
            return TransportException.of(Kind.TLS, false, failure);
        }
        return TransportException.of(failure, maybeSent);
    }

    /** Lost after it had been established. */
    private static boolean isConnectionLost(Throwable failure) {
        return failure instanceof IOException
                && !(failure instanceof ConnectException)
                && !(failure instanceof UnknownHostException);
    }

    /** If the peer closes during the handshake, only a suppressed exception shows it. */
    private static boolean isTls(Throwable failure) {
        return TransportException.isCausedBy(failure, SSLException.class)
                || Arrays.stream(failure.getSuppressed()).anyMatch(SSLException.class::isInstance);
    }
}
