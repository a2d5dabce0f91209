package ai.extracta.deletions.transport.vertx;

import ai.extracta.deletions.internal.transport.HostLookups;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportSettings;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.client.HttpRequest;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What the Web Client's requests to one place have in common. Their headers are kept apart: the Web Client would copy
 * them twice on the way to the request that is written. Used on the event loop only.
 */
final class VertxRequestTemplate {

    private static final String USER_AGENT_COMMENT = " (" + VertxTransport.NAME + ")";

    private final VertxClient client;
    private final RequestOptions options;
    private final MultiMap headers;
    private final String hostToResolve;
    private HttpRequest<Buffer> request;
    private @Nullable InetAddress address;

    private VertxRequestTemplate(VertxClient client, RequestOptions options, MultiMap headers, String hostToResolve) {
        this.client = client;
        this.options = options;
        this.headers = headers;
        this.hostToResolve = hostToResolve;
        this.request = client.webClient().request(options);
    }

    static VertxRequestTemplate of(TransportRequest request, VertxClient client, TransportSettings settings) {
        MultiMap headers = HttpHeaders.headers();
        request.headers().forEach(headers::add);
        headers.set(HttpHeaders.USER_AGENT, settings.userAgent() + USER_AGENT_COMMENT);
        return new VertxRequestTemplate(client, options(request), headers, hostToResolve(request, settings));
    }

    /** Where to connect to: the proxy if there is one. */
    private static String hostToResolve(TransportRequest request, TransportSettings settings) {
        String host = settings.proxy()
                .map(proxy -> proxy.isUnresolved() ? proxy.getHostString() : "")
                .orElse(request.host());
        return HostLookups.isAddress(host) ? "" : host;
    }

    /** The host name to resolve before a request is sent, or an empty string if there is none. */
    String hostToResolve() {
        return hostToResolve;
    }

    /** Without headers. */
    HttpRequest<Buffer> request() {
        return request;
    }

    /** All but the length of the body. */
    MultiMap headers() {
        return headers;
    }

    /** A request for which the host to resolve has this address. */
    HttpRequest<Buffer> requestTo(InetAddress resolved) {
        if (!resolved.equals(address)) {
            request = client.webClient().request(client.connectTo(resolved, new RequestOptions(options)));
            address = resolved;
        }
        return request;
    }

    private static RequestOptions options(TransportRequest request) {
        return new RequestOptions()
                .setMethod(HttpMethod.valueOf(request.method()))
                .setHost(request.uri().getHost()) // Vert.x expects an IPv6 address in brackets
                .setPort(request.port())
                .setSsl(request.isSecure())
                .setURI(request.target())
                .setFollowRedirects(false);
    }

    /** Omits the values, which include the API key. */
    @Override
    public String toString() {
        return "VertxRequestTemplate" + headers.names();
    }
}
