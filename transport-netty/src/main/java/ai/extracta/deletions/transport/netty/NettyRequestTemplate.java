package ai.extracta.deletions.transport.netty;

import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.AsciiString;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.transport.AddressUtils;

/**
 * What requests to one place have in common: Reactor Netty copies its configuration for each setting, and Netty checks every
 * header that is not checked yet.
 *
 * @param exchange for a subscriber that is found in its own context
 * @param names those of the headers, and of what Reactor Netty sets by itself
 * @param headers the request's
 */
record NettyRequestTemplate(Mono<TransportResponse> exchange, List<AsciiString> names, HttpHeaders headers) {

    private static final String USER_AGENT_COMMENT = " (" + NettyTransport.NAME + ")";

    static NettyRequestTemplate of(TransportRequest request, HttpClient client, TransportSettings settings) {
        HttpHeaders headers = new DefaultHttpHeaders();
        request.headers().forEach((name, value) -> headers.add(AsciiString.of(name), value));
        headers.set(HttpHeaderNames.USER_AGENT, AsciiString.of(settings.userAgent() + USER_AGENT_COMMENT));
        return new NettyRequestTemplate(
                exchange(request, client, settings.maxResponseBytes()), names(request.headers()), headers);
    }

    private static Mono<TransportResponse> exchange(TransportRequest request, HttpClient client, int maxResponseBytes) {
        return clientFor(request, client)
                .request(HttpMethod.valueOf(request.method()))
                .uri(request.target())
                .send((outgoing, out) ->
                        NettyExchange.from(outgoing.currentContextView()).send(outgoing, out))
                .response((response, body) ->
                        NettyExchange.from(response.currentContextView()).read(response, body, maxResponseBytes))
                .next();
    }

    /** Given a whole URI instead, Reactor Netty reads it at each call, and copies its configuration if that is for the other scheme. */
    private static HttpClient clientFor(TransportRequest request, HttpClient client) {
        // as Reactor Netty makes it, for its pools are found by it
        SocketAddress address = AddressUtils.createUnresolved(request.host(), request.port());
        return withTls(request.isSecure(), client).baseUrl("").remoteAddress(() -> address);
    }

    private static HttpClient withTls(boolean secure, HttpClient client) {
        if (!secure) {
            return client.noSSL();
        }
        return client.configuration().isSecure() ? client : client.secure();
    }

    private static List<AsciiString> names(Headers headers) {
        List<AsciiString> names = new ArrayList<>(List.of(HttpHeaderNames.USER_AGENT, HttpHeaderNames.ACCEPT));
        headers.names().forEach(name -> names.add(AsciiString.of(name)));
        return names;
    }

    void copyHeadersTo(HttpHeaders target) {
        for (AsciiString name : names) {
            target.remove(name);
        }
        target.add(headers);
    }

    /** Without the values, among which is the key. */
    @Override
    public String toString() {
        return "NettyRequestTemplate" + names;
    }
}
