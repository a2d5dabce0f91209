package ai.extracta.deletions.transport.netty;

import ai.extracta.deletions.transport.TransportSettings;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.netty.NettyPipeline;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;
import reactor.netty.transport.ProxyProvider;

/**
 * A dedicated Reactor Netty client, configured explicitly.
 *
 * @param release releases connections and event loops; cold and idempotent
 */
record NettyClient(HttpClient client, Mono<Void> release) {

    private static final String RESOURCE_NAME = "extracta-deletions-netty";

    /** Every client has event loops of its own, so there are few: one per core, at most two. */
    static final int EVENT_LOOPS = Math.min(Runtime.getRuntime().availableProcessors(), 2);

    /** Reached only if a subscriber blocks an event loop; an idle one terminates immediately. */
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(30);

    static NettyClient create(TransportSettings settings) {
        ConnectionProvider provider = connectionProvider(settings);
        LoopResources loops = RoundRobinLoopResources.create(RESOURCE_NAME, EVENT_LOOPS);
        HttpClient client = HttpClient.create(new CancellableConnectionProvider(provider))
                .runOn(loops)
                .protocol(HttpProtocol.HTTP11)
                .keepAlive(true)
                .compress(false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis(settings.connectTimeout()))
                .doOnChannelInit((observer, channel, address) -> channel.pipeline()
                        .addAfter(
                                NettyPipeline.HttpCodec,
                                "unsolicited-response-handler",
                                new UnsolicitedResponseHandler()))
                .httpResponseDecoder(decoder -> decoder.maxHeaderSize(settings.maxHeaderBytes()))
                .secure(tls -> tls.sslContext(tls(settings)).handshakeTimeout(settings.tlsHandshakeTimeout()));
        Mono<Void> release = provider.disposeLater().then(loops.disposeLater(Duration.ZERO, SHUTDOWN_TIMEOUT));
        return new NettyClient(
                settings.proxy()
                        .map(address -> withProxy(client, address, settings))
                        .orElse(client),
                release);
    }

    /** The caller limits how many calls there are and how long each waits, so the pool's queue needs no limit. */
    private static ConnectionProvider connectionProvider(TransportSettings settings) {
        return ConnectionProvider.builder(RESOURCE_NAME)
                .maxConnections(settings.maxConnections())
                .pendingAcquireMaxCount(-1)
                .pendingAcquireTimeout(Duration.ZERO)
                .maxIdleTime(settings.maxIdleTime())
                .evictInBackground(Duration.ofSeconds(1))
                .lifo()
                .build();
    }

    private static GenericSslContextSpec<SslContextBuilder> tls(TransportSettings settings) {
        return Http11SslContextSpec.forClient().configure(context -> configure(context, settings));
    }

    private static void configure(SslContextBuilder context, TransportSettings settings) {
        context.sslProvider(SslProvider.JDK).protocols("TLSv1.3", "TLSv1.2").endpointIdentificationAlgorithm("HTTPS");
        settings.trustManager().ifPresent(context::trustManager);
        settings.keyManager().ifPresent(context::keyManager);
    }

    private static HttpClient withProxy(HttpClient client, InetSocketAddress address, TransportSettings settings) {
        return client.proxy(spec -> {
            ProxyProvider.Builder proxy = spec.type(ProxyProvider.Proxy.HTTP)
                    .socketAddress(address)
                    .connectTimeoutMillis(millis(settings.connectTimeout()));
            settings.proxyCredentials().ifPresent(credentials -> authenticate(proxy, credentials));
        });
    }

    private static void authenticate(ProxyProvider.Builder proxy, PasswordAuthentication credentials) {
        proxy.username(credentials.getUserName()).password(user -> new String(credentials.getPassword()));
    }

    private static int millis(Duration duration) {
        return (int) Math.min(duration.toMillis(), Integer.MAX_VALUE);
    }
}
