package ai.extracta.deletions.transport.netty;

import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.timeout.TimeoutException;
import reactor.netty.channel.AbortedException;

/** Says in the SDK's terms what Reactor Netty failed with; only what is peculiar to it, the rest is common. */
final class NettyFailures {

    private NettyFailures() {}

    static TransportException toTransportException(Throwable failure, boolean maybeSent) {
        if (!maybeSent && TransportException.isCausedBy(failure, ProxyConnectException.class)) {
            return TransportException.of(Kind.PROXY, false, failure);
        }
        if (!maybeSent && failure.getClass().getSimpleName().startsWith("PoolAcquire")) {
            return TransportException.of(Kind.POOL, false, failure);
        }
        if (maybeSent && failure instanceof TimeoutException) {
            return TransportException.of(Kind.TIMEOUT, true, failure);
        }
        if (maybeSent && failure instanceof AbortedException) {
            return TransportException.of(Kind.CONNECTION_LOST, true, failure);
        }
        if (maybeSent && failure instanceof DecoderException) {
            return TransportException.of(Kind.PROTOCOL, true, failure);
        }
        return TransportException.of(failure, maybeSent);
    }
}
