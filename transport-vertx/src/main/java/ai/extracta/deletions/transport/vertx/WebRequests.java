package ai.extracta.deletions.transport.vertx;

import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportSettings;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.WebClient;
import java.net.URI;

/** The Web Client's requests, all but the body. */
final class WebRequests {

    private static final String USER_AGENT_COMMENT = " (" + VertxTransport.NAME + ")";

    private WebRequests() {}

    static HttpRequest<Buffer> of(TransportRequest request, WebClient client, TransportSettings settings) {
        HttpRequest<Buffer> web = client.request(target(request.uri()).setMethod(HttpMethod.valueOf(request.method())));
        request.headers().forEach(web.headers()::add);
        web.headers().set(HttpHeaders.USER_AGENT, settings.userAgent() + USER_AGENT_COMMENT);
        return web;
    }

    private static RequestOptions target(URI uri) {
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String host = uri.getHost();
        return new RequestOptions()
                .setHost(host.startsWith("[") ? host.substring(1, host.length() - 1) : host)
                .setPort(port)
                .setSsl(tls)
                .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
                .setFollowRedirects(false);
    }
}
