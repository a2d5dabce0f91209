package ai.extracta.deletions.transport;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A complete HTTP response.
 *
 * @param status the HTTP status, whatever it is
 * @param headers the headers as received
 * @param body the body as received, not decoded; read-only, each call of the accessor returns a view with a position of
 *     its own, and the bytes behind it must not change any more
 * @since 0.1.0
 */
public record TransportResponse(int status, Headers headers, ByteBuffer body) {

    /**
     * Makes the body read-only.
     *
     * @param status the HTTP status
     * @param headers the headers
     * @param body the body
     * @throws NullPointerException if a component is null
     */
    public TransportResponse {
        Objects.requireNonNull(headers, "headers");
        body = body.asReadOnlyBuffer();
    }

    /** {@return an independent read-only view of the body} */
    @Override
    public ByteBuffer body() {
        return body.duplicate();
    }

    /** Shows only the header names and the size of the body. */
    @Override
    public String toString() {
        return "TransportResponse[" + status + ", headers=" + headers.names() + ", body=" + body.remaining()
                + " bytes]";
    }
}
