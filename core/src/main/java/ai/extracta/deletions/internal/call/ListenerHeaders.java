package ai.extracta.deletions.internal.call;

import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.TransportRequest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Set;

/** Adds the headers of a listener to those of a request, as far as they cannot change what it means. */
final class ListenerHeaders {

    /** Set by the transport, about the connection (RFC 9110 section 7.6.1), or about how the body is encoded. */
    private static final Set<String> OF_THE_TRANSPORT = Set.of(
            "host",
            "user-agent",
            "content-length",
            "content-encoding",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "upgrade",
            "expect");

    private ListenerHeaders() {}

    /** Returns the same instance if nothing is added. Throws if a header is not valid on the wire. */
    static Headers add(Headers added, URI uri, Headers headers) {
        Headers result = headers;
        for (String name : added.names()) {
            if (isFree(name, headers)) {
                result = result.with(name, String.join(",", added.all(name)));
            }
        }
        return added.names().isEmpty() ? headers : validated(uri, result);
    }

    private static Headers validated(URI uri, Headers headers) {
        return new TransportRequest("DELETE", uri, headers, ByteBuffer.allocate(0)).headers();
    }

    private static boolean isFree(String name, Headers headers) {
        return !OF_THE_TRANSPORT.contains(name.toLowerCase(Locale.ROOT))
                && headers.first(name).isEmpty();
    }
}
