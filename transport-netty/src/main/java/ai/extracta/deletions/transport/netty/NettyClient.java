package ai.extracta.deletions.transport.netty;

import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.TransportSettings.Protocol;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.FutureMono;
import reactor.netty.NettyPipeline;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;
import reactor.netty.transport.ProxyProvider;

/**
 * A dedicated Reactor Netty client, configured explicitly.
 *
 * @param http11 the same client without HTTP/2
 * @param release releases connections and event loops; cold and idempotent
 */
record NettyClient(HttpClient client, HttpClient http11, Mono<Void> release) {

    private static final String RESOURCE_NAME = "extracta-deletions-netty";

    /** Every client has event loops of its own, so there are few: one per core, at most two. */
    static final int EVENT_LOOPS = Math.min(Runtime.getRuntime().availableProcessors(), 2);

    /** Reached only if a subscriber blocks an event loop; an idle one terminates immediately. */
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(30);

    private static final String TLS_FAILURES = "tls-failure-handler";
    private static final ChannelHandler TLS_FAILURE_HANDLER = new TlsFailureHandler();

    static NettyClient create(TransportSettings settings) {
        LoopResources loops = RoundRobinLoopResources.create(RESOURCE_NAME, EVENT_LOOPS);
        try {
            return create(settings, loops);
        } catch (Throwable e) {
            Future<Void> ignored = shutdown(loops);
            throw e;
        }
    }

    private static NettyClient create(TransportSettings settings, LoopResources loops) {
        ConnectionProvider provider = connectionProvider(settings, loops);
        HostResolverGroup resolver = new HostResolverGroup(settings);
        ChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
        HttpClient client = HttpClient.create(
                        new CancellableConnectionProvider(provider, () -> poolBuilder(settings, loops)))
                .runOn(loops)
                .keepAlive(true)
                .compress(false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis(settings.connectTimeout()))
                .doOnChannelInit((observer, channel, address) -> {
                    boolean unused = connections.add(channel);
                    addHandlers(channel.pipeline(), settings, resolver);
                })
                .httpResponseDecoder(decoder -> decoder.maxHeaderSize(settings.maxHeaderBytes()));
        Mono<Void> release = provider.disposeLater()
                .then(Mono.<Void>fromRunnable(resolver::close))
                .then(shutdownLater(connections, loops));
        HttpClient connecting = settings.proxy()
                .map(address -> withProxy(client, address, settings))
                .orElse(client.resolver(resolver));
        HttpClient http11 = secure(connecting, Http11SslContextSpec.forClient(), settings, HttpProtocol.HTTP11);
        return new NettyClient(
                settings.protocol() == Protocol.HTTP_1_1 ? http11 : http2(connecting, settings), http11, release);
    }

    private static HttpClient http2(HttpClient client, TransportSettings settings) {
        return secure(client, Http2SslContextSpec.forClient(), settings, HttpProtocol.H2, HttpProtocol.HTTP11)
                .http2Settings(http2 -> http2.maxHeaderListSize(settings.maxHeaderBytes()));
    }

    private static HttpClient secure(
            HttpClient client,
            GenericSslContextSpec<SslContextBuilder> context,
            TransportSettings settings,
            HttpProtocol... protocols) {
        context.configure(builder -> configure(builder, settings));
        return client.protocol(protocols)
                .secure(tls -> tls.sslContext(context).handshakeTimeout(settings.tlsHandshakeTimeout()));
    }

    /** An event loop does not close its connections if it is running a task when it is shut down. */
    private static Mono<Void> shutdownLater(ChannelGroup connections, LoopResources loops) {
        return Mono.defer(() -> FutureMono.from(connections.close()))
                .onErrorComplete()
                .then(Mono.defer(() -> FutureMono.from(shutdown(loops))))
                .timeout(SHUTDOWN_TIMEOUT, Schedulers.fromExecutorService(GlobalEventExecutor.INSTANCE, RESOURCE_NAME));
    }

    /** {@link LoopResources#dispose} would start threads of Reactor's parallel scheduler, which never end. */
    @SuppressWarnings("unchecked") // the value is always null
    private static Future<Void> shutdown(LoopResources loops) {
        return (Future<Void>) loops.onClient(LoopResources.DEFAULT_NATIVE)
                .shutdownGracefully(0, SHUTDOWN_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    private static void addHandlers(ChannelPipeline pipeline, TransportSettings settings, HostResolverGroup resolver) {
        if (settings.proxy().isPresent()) {
            pipeline.addFirst("proxy-host-resolver", new ProxyHostResolver(resolver));
        }
        if (pipeline.get(NettyPipeline.H2OrHttp11Codec) == null) {
            addHttp11Handlers(pipeline, settings);
            pipeline.addAfter(NettyPipeline.HttpCodec, TLS_FAILURES, TLS_FAILURE_HANDLER);
        } else {
            pipeline.addBefore(NettyPipeline.H2OrHttp11Codec, TLS_FAILURES, TLS_FAILURE_HANDLER)
                    .addBefore(
                            NettyPipeline.ReactiveBridge,
                            Http2ConnectionHandler.NAME,
                            new Http2ConnectionHandler(http11 -> addHttp11Handlers(http11, settings), settings));
        }
    }

    private static void addHttp11Handlers(ChannelPipeline pipeline, TransportSettings settings) {
        ErrorHandler ignored = ErrorHandler.of(pipeline);
        pipeline.addAfter(NettyPipeline.HttpCodec, "unsolicited-response-handler", new UnsolicitedResponseHandler())
                .addAfter(NettyPipeline.HttpCodec, "keep-alive-handler", new KeepAliveHandler(settings.maxIdleTime()));
    }

    private static ConnectionProvider connectionProvider(TransportSettings settings, LoopResources loops) {
        return poolBuilder(settings, loops)
                .maxConnections(settings.maxConnections())
                .lifo()
                .build();
    }

    /** The caller limits how many calls there are and how long each waits, so the pool's queue needs no limit. */
    private static ConnectionProvider.Builder poolBuilder(TransportSettings settings, LoopResources loops) {
        ConnectionProvider.Builder pool = ConnectionProvider.builder(RESOURCE_NAME)
                .pendingAcquireMaxCount(-1)
                .pendingAcquireTimeout(Duration.ZERO)
                .maxIdleTime(settings.maxIdleTime());
        return BackgroundEviction.schedule(pool, loops);
    }

    private static void configure(SslContextBuilder context, TransportSettings settings) {
        context.sslProvider(SslProvider.JDK).protocols("TLSv1.3", "TLSv1.2").endpointIdentificationAlgorithm("HTTPS");
        settings.trustManager().ifPresent(context::trustManager);
        settings.keyManager().ifPresent(context::keyManager);
    }

    private static HttpClient withProxy(HttpClient client, InetSocketAddress address, TransportSettings settings) {
        return client.proxy(spec -> {
                    ProxyProvider.Builder proxy = spec.type(ProxyProvider.Proxy.HTTP)
                            .socketAddress(() -> address) // which may be unresolved
                            .connectTimeoutMillis(millis(settings.connectTimeout()));
                    settings.proxyCredentials().ifPresent(credentials -> authenticate(proxy, credentials));
                })
                .resolver(NoopAddressResolverGroup.INSTANCE); // the host is for the proxy to resolve
    }

    private static void authenticate(ProxyProvider.Builder proxy, PasswordAuthentication credentials) {
        proxy.username(credentials.getUserName()).password(user -> new String(credentials.getPassword()));
    }

    private static int millis(Duration duration) {
        return (int) duration.toMillis();
    }
}
