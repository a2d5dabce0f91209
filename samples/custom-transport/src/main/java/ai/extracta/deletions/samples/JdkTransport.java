package ai.extracta.deletions.samples;

import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.HttpVersion;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.support.Exchange;
import ai.extracta.deletions.transport.support.ExchangeRegistry;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A custom transport on the JDK's HTTP client. It satisfies the transport contract except for the limitations of
 * that client listed in docs/transports.md. An example, not for production.
 */
public final class JdkTransport implements HttpTransport {

    private final HttpClient client;
    private final TransportSettings settings;
    private final ExchangeRegistry registry;

    /** Creates a transport with a dedicated HTTP client, configured from the settings as far as it allows. */
    public JdkTransport(TransportSettings settings) {
        this.settings = settings;
        this.registry = new ExchangeRegistry(settings);
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connectTimeout())
                .sslParameters(new SSLParameters(null, new String[] {"TLSv1.3", "TLSv1.2"}));
        settings.trustManager().ifPresent(trustManager -> builder.sslContext(sslContext(trustManager)));
        settings.proxy().ifPresent(address -> builder.proxy(ProxySelector.of(address)));
        this.client = builder.build();
    }

    private static SSLContext sslContext(TrustManager trustManager) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trustManager}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("this JVM cannot do TLS with these settings: " + e, e);
        }
    }

    @Override
    public Mono<TransportResponse> exchange(TransportRequest request) {
        return registry.exchange(request, JdkExchange::new);
    }

    @Override
    public Mono<Void> closeLater() {
        return Mono.fromRunnable(registry::close);
    }

    /** One exchange, which is also its body publisher: the client subscribes to the body right before it sends. */
    private final class JdkExchange implements Exchange.Handler, HttpRequest.BodyPublisher {

        private final Exchange exchange;
        private final CompletableFuture<Void> cancelled = new CompletableFuture<>();

        JdkExchange(Exchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void start() {
            TransportRequest request = exchange.request();
            HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri()).method(request.method(), this);
            request.headers().forEach(builder::header);
            builder.header("user-agent", settings.userAgent() + " (jdk)");
            CompletableFuture<HttpResponse<byte[]>> response = client.sendAsync(
                    builder.build(), head -> new BoundedBodySubscriber(head, exchange, settings.maxResponseBytes()));
            CompletableFuture<Void> unusedCancel = cancelled.thenRun(() -> response.cancel(true));
            CompletableFuture<Void> unusedEnd =
                    response.thenAccept(this::succeed).exceptionally(this::fail);
        }

        /** Called by the client once it has a connection, right before it writes the request head. */
        @Override
        public long contentLength() {
            if (!exchange.isSending() && !exchange.beginSending(HttpVersion.HTTP_1_1)) {
                throw new CancellationException("cancelled before it was sent");
            }
            return exchange.request().body().remaining();
        }

        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
            byte[] bytes = new byte[exchange.request().body().remaining()];
            exchange.request().body().get(bytes);
            HttpRequest.BodyPublishers.ofByteArray(bytes).subscribe(subscriber);
        }

        @Override
        public void cancel(boolean sending) {
            cancelled.complete(null);
        }

        private void succeed(HttpResponse<byte[]> response) {
            List<Map.Entry<String, String>> fields = new ArrayList<>();
            response.headers()
                    .map()
                    .forEach((name, values) -> values.forEach(value -> fields.add(Map.entry(name, value))));
            exchange.succeed(new TransportResponse(
                    response.statusCode(), Headers.copyOf(fields), ByteBuffer.wrap(response.body())));
        }

        private @Nullable Void fail(Throwable failure) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            exchange.fail(TransportException.of(cause, exchange.isSending()));
            return null;
        }
    }
}
