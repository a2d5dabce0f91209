package ai.extracta.deletions.transport;

/**
 * A version of HTTP that an exchange was made with.
 *
 * @since 0.1.0
 */
public enum HttpVersion {
    /** HTTP/1.1 (RFC 9112), also if the server responded with HTTP/1.0. */
    HTTP_1_1("HTTP/1.1"),
    /** HTTP/2 (RFC 9113). */
    HTTP_2("HTTP/2");

    private final String text;

    HttpVersion(String text) {
        this.text = text;
    }

    /** {@return {@code HTTP/1.1} or {@code HTTP/2}} */
    @Override
    public String toString() {
        return text;
    }
}
