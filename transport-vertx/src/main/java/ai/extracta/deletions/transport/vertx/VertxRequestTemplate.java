package ai.extracta.deletions.transport.vertx;

import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportSettings;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.WebClient;

/**
 * What the Web Client's requests to one place have in common. Their headers are kept apart: the Web Client would copy
 * them twice on the way to the request that is written.
 *
 * @param request without headers
 * @param headers all but the body's length
 */
record VertxRequestTemplate(HttpRequest<Buffer> request, MultiMap headers) {

    private static final String USER_AGENT_COMMENT = " (" + VertxTransport.NAME + ")";

    static VertxRequestTemplate of(TransportRequest request, WebClient client, TransportSettings settings) {
        MultiMap headers = HttpHeaders.headers();
        request.headers().forEach(headers::add);
        headers.set(HttpHeaders.USER_AGENT, settings.userAgent() + USER_AGENT_COMMENT);
        return new VertxRequestTemplate(client.request(options(request)), headers);
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
