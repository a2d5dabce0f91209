package ai.extracta.deletions.transport.vertx;

import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.proxy.ProxyConnectException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;

/** Maps Vert.x's own exceptions; {@link TransportException#of} handles the rest. */
final class VertxExceptionMapper {

    private VertxExceptionMapper() {}

    static TransportException toTransportException(Throwable failure, boolean maybeSent) {
        if (!maybeSent && TransportException.isCausedBy(failure, ProxyConnectException.class)) {
            return TransportException.of(Kind.PROXY, false, failure);
        }
        if (!maybeSent && failure instanceof ConnectionPoolTooBusyException) {
            return TransportException.of(Kind.POOL, false, failure);
        }
        if (maybeSent && isPrematureClose(failure)) {
            return TransportException.of(Kind.CONNECTION_LOST, true, failure);
        }
        return TransportException.of(failure, maybeSent);
    }

    private static boolean isPrematureClose(Throwable failure) {
        return failure instanceof HttpClosedException
                || failure instanceof StreamResetException
                || failure instanceof PrematureChannelClosureException;
    }
}
