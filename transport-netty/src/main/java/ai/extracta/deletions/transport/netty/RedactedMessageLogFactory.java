package ai.extracta.deletions.transport.netty;

import reactor.netty.http.logging.AbstractHttpMessageLogFactory;
import reactor.netty.http.logging.HttpMessageArgProvider;
import reactor.netty.http.logging.HttpMessageType;

/** What Reactor Netty's own debug log says of a message: no text of the server, which may repeat the key. */
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
