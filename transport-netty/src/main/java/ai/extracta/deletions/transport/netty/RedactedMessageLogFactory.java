package ai.extracta.deletions.transport.netty;

import reactor.netty.http.logging.AbstractHttpMessageLogFactory;
import reactor.netty.http.logging.HttpMessageArgProvider;
import reactor.netty.http.logging.HttpMessageType;

/** Keeps server text out of Reactor Netty's debug log: it may contain the API key. */
final class RedactedMessageLogFactory extends AbstractHttpMessageLogFactory {

    @Override
    public String common(HttpMessageArgProvider message) {
        HttpMessageType type = message.httpMessageType();
        return type == HttpMessageType.RESPONSE ? type + " " + statusCode(message.status()) : type.toString();
    }

    /** Drops the reason phrase. */
    private static String statusCode(String status) {
        return status.split(" ", 2)[0];
    }
}
