package ai.extracta.deletions.transport.netty;

import ai.extracta.deletions.internal.transport.LibraryRequirement;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.support.Exchange;
import ai.extracta.deletions.transport.support.ExchangeRegistry;
import io.netty.channel.Channel;
import java.util.Objects;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.util.context.Context;

/**
 * HTTP/1.1 and HTTP/2 transport on Reactor Netty.
 *
 * <p>Signals come on an event loop of Reactor Netty, which must not be blocked. Cancelling a call that waits for a
 * connection takes it out of the queue; cancelling one that was sent closes its connection, or over HTTP/2 resets its
 * stream, on the connection's own event loop and only if the call has not ended, so that a late cancel cannot hit the
 * connection's next user. A connection that is being opened when its only call is cancelled is not aborted, but kept
 * for the next.
 *
 * @since 0.1.0
 */
public final class NettyTransport implements HttpTransport {

    static final String NAME = "netty";

    private final Mono<Void> release;
    private final ExchangeRegistry registry;
    private final Function<Exchange, Exchange.Handler> handlerFactory;

    NettyTransport(
            NettyRequestTemplates templates,
            TransportSettings settings,
            Mono<Void> release,
            Function<Exchange, Context> context) {
        this.release = release.cache();
        this.registry = new ExchangeRegistry(settings);
        this.handlerFactory = exchange -> new NettyExchange(templates, exchange, context.apply(exchange));
    }

    /**
     * Creates a transport with dedicated connections and event loops; closing it releases them.
     *
     * @param settings the settings
     * @return a new transport
     * @throws IllegalStateException if Reactor Netty or Netty is too old, naming what was found and what is needed
     */
    public static NettyTransport create(TransportSettings settings) {
        return NettyLibraries.link(() -> {
            NettyClient dedicated = NettyClient.create(settings);
            NettyRequestTemplates templates =
                    NettyRequestTemplates.of(dedicated.client(), dedicated.http11(), settings);
            return new NettyTransport(templates, settings, dedicated.release(), noHooks -> Context.empty());
        });
    }

    /**
     * Same as {@link #using(HttpClient, TransportSettings)} with the default settings.
     *
     * @param client the client
     * @return a new transport
     * @throws IllegalStateException if Reactor Netty or Netty is too old
     */
    public static NettyTransport using(HttpClient client) {
        return using(client, TransportSettings.defaults());
    }

    /**
     * Uses a client owned by the caller, with its connections, event loops, TLS, proxy, resolver and timeouts. Of the
     * settings, only {@link TransportSettings#maxResponseBytes()} and {@link TransportSettings#userAgent()} apply, and
     * with a {@link TransportSettings#proxy()} requests without TLS are refused. Others that differ from the defaults
     * are logged as a warning, by name. Redirects and retries are disabled for this transport only; closing it does not
     * affect the client. An exchange cancelled while it waits for a connection is never sent, but stays in the client's
     * queue until a connection is free.
     *
     * <p>The client may speak HTTP/2. Cancelling then resets the stream and leaves the connection open. A request
     * counts as not sent also if the server refuses its stream, or goes away before it, without having responded.
     *
     * @param client the client
     * @param settings the settings
     * @return a new transport
     * @throws IllegalStateException if Reactor Netty or Netty is too old, naming what was found and what is needed
     */
    public static NettyTransport using(HttpClient client, TransportSettings settings) {
        Objects.requireNonNull(client, "client");
        return NettyLibraries.link(() -> {
            ExternalClientSettings.warnOfSettingsWithoutEffect(settings);
            return new NettyTransport(
                    NettyRequestTemplates.of(client, client, settings), settings, Mono.empty(), Exchange::context);
        });
    }

    @Override
    public Mono<TransportResponse> exchange(TransportRequest request) {
        return registry.exchange(request, handlerFactory);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String toString() {
        return NAME + " (Reactor Netty " + LibraryRequirement.versionOf(HttpClient.class) + ", Netty "
                + LibraryRequirement.versionOf(Channel.class) + ")";
    }

    @Override
    public Mono<Void> closeLater() {
        return Mono.fromRunnable(registry::close).then(release);
    }
}
