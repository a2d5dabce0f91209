package ai.extracta.deletions.transport.support;

import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * The exchanges of one transport: cancellation, closing and the exactly-once signals that every transport must get
 * right. A transport supplies an {@link Exchange.Handler} for each, which sends and receives the bytes.
 *
 * <pre>{@code
 * private final ExchangeRegistry exchanges = new ExchangeRegistry(settings);
 * private final Mono<Void> release = releaseConnectionsAndThreads().cache(); // several may close it at once
 *
 * public Mono<TransportResponse> exchange(TransportRequest request) {
 *     return exchanges.exchange(request, exchange -> new MyHandler(client, exchange));
 * }
 *
 * public Mono<Void> closeLater() {
 *     return Mono.fromRunnable(exchanges::close).then(release);
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class ExchangeRegistry {

    private final TransportSettings settings;

    private final Set<Exchange> inFlight = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Creates an empty registry. If the settings have a proxy, exchanges without TLS fail with
     * {@link TransportException.Kind#PROXY} and are not sent: the proxy could read the key.
     *
     * @param settings the settings of the transport
     */
    public ExchangeRegistry(TransportSettings settings) {
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /**
     * Returns a cold Mono: each subscription is one exchange, started on first demand.
     *
     * @param request the request to send
     * @param handlerFactory creates the handler of an exchange
     * @return cold; emits the response or fails with a {@link TransportException}
     */
    public Mono<TransportResponse> exchange(
            TransportRequest request, Function<Exchange, Exchange.Handler> handlerFactory) {
        Objects.requireNonNull(request, "request");
        return new Mono<>() {
            @Override
            public void subscribe(CoreSubscriber<? super TransportResponse> actual) {
                Exchange exchange;
                try {
                    exchange = new Exchange(ExchangeRegistry.this, request, actual, handlerFactory);
                } catch (Throwable e) {
                    Operators.error(actual, TransportException.of(e, false));
                    return;
                }
                actual.onSubscribe(exchange);
            }
        };
    }

    /** Fails every exchange, now and later, with {@link TransportException.Kind#CLOSED}. Idempotent. */
    public void close() {
        closed = true;
        inFlight.forEach(Exchange::failClosed);
    }

    Set<Exchange> inFlight() {
        return inFlight;
    }

    /** Returns false if the exchange must fail: {@link #close()} either finds it here or was called before. */
    boolean add(Exchange exchange) {
        inFlight.add(exchange);
        return !closed;
    }

    int maxResponseBytes() {
        return settings.maxResponseBytes();
    }

    boolean isCleartextThroughProxy(TransportRequest request) {
        return settings.proxy().isPresent() && !request.isSecure();
    }

    /** Closing returns connections to the pool; exchanges still waiting for one must not use them. */
    boolean isClosed() {
        return closed;
    }

    void remove(Exchange exchange) {
        inFlight.remove(exchange);
    }
}
