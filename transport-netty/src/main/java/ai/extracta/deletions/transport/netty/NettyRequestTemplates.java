package ai.extracta.deletions.transport.netty;

import ai.extracta.deletions.internal.transport.RequestTemplateCache;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportSettings;
import reactor.netty.http.client.HttpClient;

/** The prepared requests of a transport: without TLS over HTTP/1.1, and all once a server requires it. Thread-safe. */
final class NettyRequestTemplates {

    private final RequestTemplateCache<NettyRequestTemplate> http11;
    private volatile RequestTemplateCache<NettyRequestTemplate> current;

    private NettyRequestTemplates(
            RequestTemplateCache<NettyRequestTemplate> preferred, RequestTemplateCache<NettyRequestTemplate> http11) {
        this.current = preferred;
        this.http11 = http11;
    }

    /** The second client is used without TLS, and for all requests once the server requires HTTP/1.1. */
    static NettyRequestTemplates of(HttpClient preferred, HttpClient http11, TransportSettings settings) {
        return new NettyRequestTemplates(cache(preferred, settings), cache(http11, settings));
    }

    private static RequestTemplateCache<NettyRequestTemplate> cache(HttpClient client, TransportSettings settings) {
        HttpClient configured =
                client.followRedirect(false).disableRetry(true).httpMessageLogFactory(new RedactedMessageLogFactory());
        return new RequestTemplateCache<>(request -> NettyRequestTemplate.of(request, configured, settings));
    }

    NettyRequestTemplate get(TransportRequest request) {
        return (request.isSecure() ? current : http11).get(request);
    }

    /** From now on no request is sent over HTTP/2 (RFC 9113 section 7, {@code HTTP_1_1_REQUIRED}). */
    void requireHttp11() {
        current = http11;
    }
}
