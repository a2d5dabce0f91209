package ai.extracta.deletions.transport;

import reactor.core.publisher.Mono;

/**
 * Carries requests over the network. Thread-safe.
 *
 * <p>A transport never follows a redirect, never sends a request twice for one subscription, and reads no more of an
 * answer than {@link TransportSettings#maxResponseBytes()}.
 *
 * @since 0.1.0
 */
public interface HttpTransport {

    /**
     * Returns a cold Mono: each subscription is one exchange.
     *
     * <p>It emits one completely read answer, whatever its status, or fails with a {@link TransportException}; never
     * both, never neither, and no other exception. Signals may come on any thread, usually an event loop that must not
     * be blocked.
     *
     * <p>Cancelling abandons the exchange on the wire: a request that was still waiting is never sent, one that was
     * sent loses its connection, and no other exchange is harmed. There is no deadline here beyond the connect and TLS
     * handshake timeouts: the caller sets one by cancelling.
     *
     * @param request what to send
     * @return the answer
     */
    Mono<TransportResponse> exchange(TransportRequest request);

    /**
     * Releases what this transport created and nothing it was lent. Cold and idempotent.
     *
     * <p>Exchanges under way, and any started later, fail with {@link TransportException.Kind#CLOSED}.
     *
     * @return completes, empty, when it is done
     */
    Mono<Void> closeLater();
}
