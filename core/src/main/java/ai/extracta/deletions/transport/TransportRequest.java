package ai.extracta.deletions.transport;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A complete HTTP request.
 *
 * @param method the HTTP method, a token of RFC 9110 section 5.6.2
 * @param uri where to, absolute, {@code http} or {@code https}, without user info and fragment
 * @param headers all headers but {@code host}, {@code content-length} and {@code user-agent}, which the transport sets
 * @param body the body, sent with {@code content-length} and never chunked; read-only; the accessor returns an
 * independent view each time, and the underlying bytes must not be modified
 * @param listener notified before a byte may leave this process
 * @since 0.1.0
 */
public record TransportRequest(String method, URI uri, Headers headers, ByteBuffer body, SendListener listener) {

    /**
     * Validates everything that could change the meaning of the request on the wire.
     *
     * @param method the HTTP method
     * @param uri where to
     * @param headers the headers
     * @param body the body
     * @param listener notified before a byte may leave this process
     * @throws NullPointerException if a component is null
     * @throws IllegalArgumentException if the method or a header name is not a token, a header value has a control
     *     character other than the tab or one above U+00FF (RFC 9110 section 5.5), or the URI is not absolute HTTP or
     *     has user info or a fragment; the message contains neither a header value nor the URI
     */
    public TransportRequest {
        Objects.requireNonNull(listener, "listener");
        HttpSyntax.requireToken("method", method);
        HttpSyntax.requireHttp(uri);
        headers.requireSendable();
        body = body.asReadOnlyBuffer();
    }

    /**
     * Creates a request without a listener.
     *
     * @param method the HTTP method
     * @param uri where to
     * @param headers the headers
     * @param body the body
     */
    public TransportRequest(String method, URI uri, Headers headers, ByteBuffer body) {
        this(method, uri, headers, body, SendListener.NOOP);
    }

    /** {@return an independent read-only view of the body} */
    @Override
    public ByteBuffer body() {
        return body.duplicate();
    }

    /**
     * Returns a copy with one more header; fields of that name are replaced.
     *
     * @param name the name
     * @param value the value
     * @return the changed copy
     * @throws IllegalArgumentException if the name is not a token or the value is not valid on the wire
     */
    public TransportRequest withHeader(String name, String value) {
        return new TransportRequest(method, uri, headers.with(name, value), body, listener);
    }

    /** {@return whether the request uses TLS} */
    public boolean isSecure() {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    /** {@return the host name or IP address of the URI, an IPv6 address without its brackets} */
    public String host() {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** {@return the port of the URI, or else the default of its scheme (RFC 9110 sections 4.2.1 and 4.2.2)} */
    public int port() {
        int defaultPort = isSecure() ? 443 : 80;
        return uri.getPort() >= 0 ? uri.getPort() : defaultPort;
    }

    /**
     * {@return path and query in origin-form (RFC 9112 section 3.2.1), escaped as in the URI; {@code /} if the path is
     * empty}
     */
    public String target() {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    /** Omits header values and the body, which contain the key and ids. */
    @Override
    public String toString() {
        return "TransportRequest[" + method + " " + uri + ", headers=" + headers.names() + ", body=" + body.remaining()
                + " bytes]";
    }
}
