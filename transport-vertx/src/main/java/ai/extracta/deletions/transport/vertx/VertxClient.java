package ai.extracta.deletions.transport.vertx;

import ai.extracta.deletions.transport.TransportSettings;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import reactor.core.publisher.Mono;

/**
 * A Web Client with a pool of its own, everything that matters set explicitly, and the one context its calls run on.
 *
 * @param httpClient the pool
 * @param webClient over that pool
 * @param context an event loop's
 * @param addresses where connections are opened to
 * @param proxy how to use the proxy, if there is one
 */
record VertxClient(
        HttpClient httpClient,
        WebClient webClient,
        Context context,
        HostAddresses addresses,
        Optional<ProxyOptions> proxy) {

    /** How far a connection may exceed its idle timeout before it is evicted. */
    private static final int POOL_CLEANER_PERIOD_MILLIS = 250;

    static VertxClient create(Vertx vertx, TransportSettings settings) {
        WebClientOptions options = clientOptions(settings);
        Context context = eventLoopContext(vertx);
        HostAddresses addresses = new HostAddresses(context, settings);
        HttpClient httpClient = vertx.httpClientBuilder()
                .with(options)
                .with(poolOptions(settings))
                .withConnectHandler(connection -> onConnection(connection, addresses))
                .build();
        return new VertxClient(
                httpClient,
                WebClient.wrap(httpClient, options),
                context,
                addresses,
                Optional.ofNullable(options.getProxyOptions()));
    }

    /** Without an exception handler Vert.x logs every failure at SEVERE, although the exchange reports it. */
    private static void onConnection(HttpConnection connection, HostAddresses addresses) {
        connection.exceptionHandler(reportedByTheCall -> {});
        addresses.opened(connection);
    }

    /** Has a request connect to an address of its host or of the proxy. */
    RequestOptions connectTo(InetAddress address, RequestOptions request) {
        String text = address.getHostAddress();
        if (proxy.isPresent()) {
            return request.setProxyOptions(new ProxyOptions(proxy.get()).setHost(text));
        }
        String host = address instanceof Inet6Address ? "[" + text + "]" : text;
        return request.setServer(SocketAddress.inetSocketAddress(request.getPort(), host));
    }

    /**
     * If the Vert.x instance was closed first, its connections are closed and it rejects tasks; closing an already
     * collected client returns null.
     */
    Mono<Void> close() {
        return Mono.<Void>fromRunnable(addresses::close)
                .then(Mono.fromCallable(httpClient::close))
                .flatMap(closing -> Mono.fromCompletionStage(closing.toCompletionStage()))
                .onErrorComplete(RejectedExecutionException.class);
    }

    /** The caller limits how many calls there are and how long each waits, so the pool's queue needs no limit. */
    private static PoolOptions poolOptions(TransportSettings settings) {
        return new PoolOptions()
                .setHttp1MaxSize(settings.maxConnections())
                .setMaxWaitQueueSize(-1)
                .setCleanerPeriod(POOL_CLEANER_PERIOD_MILLIS);
    }

    private static WebClientOptions clientOptions(TransportSettings settings) {
        WebClientOptions options = new WebClientOptions();
        options.setFollowRedirects(false)
                .setUserAgentEnabled(false)
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setKeepAlive(true)
                .setPipelining(false)
                .setKeepAliveTimeout((int) settings.maxIdleTime().toSeconds())
                .setDecompressionSupported(false)
                .setMaxHeaderSize(settings.maxHeaderBytes())
                .setConnectTimeout(millis(settings.connectTimeout()))
                .setVerifyHost(true)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                .setSslHandshakeTimeout(settings.tlsHandshakeTimeout().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        options.setTrustOptions(TrustOptions.wrap(settings.trustManager().orElseGet(VertxClient::jvmTrustManager)));
        settings.keyManager().ifPresent(key -> options.setKeyCertOptions(KeyCertOptions.wrap(key)));
        settings.proxy().ifPresent(address -> options.setProxyOptions(proxyOptions(address, settings)));
        return options;
    }

    /** Loaded here: otherwise Vert.x reads the trust store on the event loop with the first TLS connection. */
    private static X509TrustManager jvmTrustManager() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM cannot read the certificates it trusts: " + e, e);
        }
    }

    private static ProxyOptions proxyOptions(InetSocketAddress address, TransportSettings settings) {
        ProxyOptions proxy = new ProxyOptions()
                .setType(ProxyType.HTTP)
                .setHost(
                        address.isUnresolved()
                                ? address.getHostString()
                                : address.getAddress().getHostAddress())
                .setPort(address.getPort())
                .setConnectTimeout(settings.connectTimeout());
        settings.proxyCredentials().ifPresent(credentials -> proxy.setUsername(credentials.getUserName())
                .setPassword(new String(credentials.getPassword())));
        return proxy;
    }

    /** In a worker verticle the current context is not an event-loop context; one created on a plain thread is. */
    private static Context eventLoopContext(Vertx vertx) {
        Context current = vertx.getOrCreateContext();
        if (current.isEventLoopContext()) {
            return current;
        }
        return CompletableFuture.supplyAsync(
                        vertx::getOrCreateContext, task -> new Thread(task, "extracta-deletions-vertx").start())
                .join();
    }

    private static int millis(Duration duration) {
        return (int) duration.toMillis();
    }
}
