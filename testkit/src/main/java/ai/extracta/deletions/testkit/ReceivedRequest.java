package ai.extracta.deletions.testkit;

import ai.extracta.deletions.transport.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One request as the simulator received it, complete. Immutable.
 *
 * <p>{@link #headers()}, {@link #header(String)} and {@link #rawHead()} hold the bearer token; {@link #toString()} does
 * not.
 *
 * @since 0.1.0
 */
public final class ReceivedRequest {

    private final int connection;
    private final RequestHead head;
    private final byte[] body;

    /** Keeps the array, which the caller hands over. */
    ReceivedRequest(int connection, RequestHead head, byte[] body) {
        this.connection = connection;
        this.head = head;
        this.body = body;
    }

    /**
     * Returns which connection carried the request.
     *
     * @return the number of the connection, counted from 1 in the order they were accepted
     */
    public int connection() {
        return connection;
    }

    /**
     * Returns the method.
     *
     * @return the method, such as {@code DELETE}
     */
    public String method() {
        return head.method();
    }

    /**
     * Returns the request target.
     *
     * @return the target as received, path and query in one
     */
    public String target() {
        return head.target();
    }

    /**
     * Returns the headers.
     *
     * @return the fields in the order received, names as they were written
     */
    public Headers headers() {
        return head.headers();
    }

    /**
     * Returns the first value of a header.
     *
     * @param name the name, in any case
     * @return the value, or empty if there is no such header
     */
    public Optional<String> header(String name) {
        return head.headers().first(name);
    }

    /**
     * Returns the request line and the headers exactly as received, to pin what is on the wire.
     *
     * @return everything from the first byte up to and including the empty line before the body, one character per byte
     */
    public String rawHead() {
        return head.raw();
    }

    /**
     * Returns the body as text.
     *
     * @return the body read as UTF-8, without the framing of a chunked one; empty if there was none
     */
    public String body() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * Returns the body as bytes.
     *
     * @return a copy of the body, without the framing of a chunked one; empty if there was none
     */
    public byte[] bytes() {
        return body.clone();
    }

    /** Shows the names of the headers but no value, and how long the body is. */
    @Override
    public String toString() {
        return "ReceivedRequest[" + method() + " " + target() + ", connection=" + connection + ", headers="
                + headers().names() + ", body=" + body.length + " bytes]";
    }

    /** The target without query and, for a client that believes it speaks to a proxy, without scheme and authority. */
    String path() {
        return target().replaceFirst("(?i)^http://[^/?#]*", "").replaceFirst("[?#].*$", "");
    }

    boolean isLastOfConnection() {
        return head.isHttp10() || head.hasListMember("connection", "close");
    }
}
