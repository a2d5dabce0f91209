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
 * The part of a request that is the same for every call to an endpoint. Saves Reactor Netty's configuration copies
 * and Netty's header validation per call.
 *
 * @param exchange subscribed to with a {@link NettyExchange} in its context
 * @param names headers to replace, including those that Reactor Netty sets itself
 * @param headers the headers to send
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

    /** With a full URI, Reactor Netty would parse it per call and copy its configuration if the scheme differs. */
    private static HttpClient clientFor(TransportRequest request, HttpClient client) {
        // created as Reactor Netty does: the address is the key of its pools
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

    /** Omits the values, which include the API key. */
    @Override
    public String toString() {
        return "NettyRequestTemplate" + names;
    }
}
