package ai.extracta.deletions.transport;

import java.util.function.BiFunction;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Sends requests over the network. Thread-safe.
 *
 * <p>A transport never follows a redirect, never sends a request twice for one subscription, and reads no more of a
 * response than {@link TransportSettings#maxResponseBytes()}.
 *
 * @since 0.1.0
 */
public interface HttpTransport extends AutoCloseable {

    /**
     * Returns a cold Mono: each subscription is one exchange.
     *
     * <p>It emits one completely read response, whatever its status, or fails with a {@link TransportException}; never
     * both, never neither, and no other exception. Signals may come on any thread, usually an event loop that must not
     * be blocked.
     *
     * <p>Cancelling takes effect on the wire: a request that is still waiting for a connection is never sent, the
     * connection of one that was sent is closed, and no other exchange is affected. Apart from the connect and TLS
     * handshake timeouts there is no deadline; the caller enforces one by cancelling.
     *
     * @param request the request to send
     * @return cold; the response
     */
    Mono<TransportResponse> exchange(TransportRequest request);

    /**
     * Releases what this transport created and nothing it was lent. Cold and idempotent, also if several threads
     * subscribe at once.
     *
     * <p>Exchanges in flight, and any started later, fail with {@link TransportException.Kind#CLOSED}.
     *
     * @return completes empty once everything is released
     */
    Mono<Void> closeLater();

    /**
     * Subscribes to {@link #closeLater()} and returns without waiting for completion, so that it is safe on any thread.
     */
    @Override
    default void close() {
        closeLater().subscribe(nothing -> {}, failure -> {});
    }

    /** {@return a short name of the implementation for metrics and logs, such as {@code netty}} */
    default String name() {
        return getClass().getSimpleName();
    }

    /**
     * Returns a view of this transport that changes each request before it is sent: to add a header, for instance.
     *
     * <pre>{@code
     * transport.mapRequests((request, context) -> request.withHeader("x-gateway-key", gatewayKey))
     * }</pre>
     *
     * @param mapper receives the request and the Reactor context of the subscriber, on the subscribing thread; if it
     *     throws, the exchange fails and nothing is sent
     * @return the view; closing it closes this transport
     */
    default HttpTransport mapRequests(BiFunction<TransportRequest, ContextView, TransportRequest> mapper) {
        return new RequestMappingTransport(this, mapper);
    }
}
