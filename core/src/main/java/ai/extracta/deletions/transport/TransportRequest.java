package ai.extracta.deletions.transport;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * One request, complete.
 *
 * @param method the HTTP method, a token of RFC 9110 section 5.6.2
 * @param uri where to, absolute, {@code http} or {@code https}, without user info and fragment
 * @param headers all headers but {@code host}, {@code content-length} and {@code user-agent}, which the transport sets
 * @param body the body, sent with {@code content-length} and never chunked; read-only, each call of the accessor returns
 *     a view with a position of its own, and the bytes behind it must not change any more
 * @param listener hears whether a byte may have left
 * @since 0.1.0
 */
public record TransportRequest(String method, URI uri, Headers headers, ByteBuffer body, SendListener listener) {

    /**
     * Checks everything that could make the wire say something else than was meant.
     *
     * @param method the HTTP method
     * @param uri where to
     * @param headers the headers
     * @param body the body
     * @param listener hears whether a byte may have left
     * @throws NullPointerException if a component is null
     * @throws IllegalArgumentException if the method or a header name is not a token, a header value has a control
     *     character other than the tab or one above U+00FF (RFC 9110 section 5.5), or the URI is not absolute HTTP or has
     *     user info or a fragment; the message repeats neither a value nor the URI
     */
    public TransportRequest {
        Objects.requireNonNull(listener, "listener");
        HttpSyntax.requireToken("method", method);
        HttpSyntax.requireHttp(uri);
        headers.requireSendable();
        body = body.asReadOnlyBuffer();
    }

    /**
     * Makes a request to which nobody listens.
     *
     * @param method the HTTP method
     * @param uri where to
     * @param headers the headers
     * @param body the body
     */
    public TransportRequest(String method, URI uri, Headers headers, ByteBuffer body) {
        this(method, uri, headers, body, SendListener.NOOP);
    }

    /**
     * Returns the body.
     *
     * @return a read-only view with a position of its own
     */
    @Override
    public ByteBuffer body() {
        return body.duplicate();
    }

    /**
     * Returns whether TLS is asked for.
     *
     * @return true for {@code https}
     */
    public boolean isSecure() {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    /**
     * Returns the host of the URI.
     *
     * @return a name or an IP address; an IPv6 address without the brackets it has in the URI
     */
    public String host() {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /**
     * Returns the port of the URI.
     *
     * @return the one it names, or else the one of its scheme (RFC 9110 sections 4.2.1 and 4.2.2)
     */
    public int port() {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return isSecure() ? 443 : 80;
    }

    /**
     * Returns what stands after the method.
     *
     * @return path and query in origin-form (RFC 9112 section 3.2.1), as escaped as in the URI; without a path {@code /}
     */
    public String target() {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    /** Shows neither header values nor the body, which hold a key and ids. */
    @Override
    public String toString() {
        return "TransportRequest[" + method + " " + uri + ", headers=" + headers.names() + ", body=" + body.remaining()
                + " bytes]";
    }
}
