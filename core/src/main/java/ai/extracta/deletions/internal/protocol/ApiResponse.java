package ai.extracta.deletions.internal.protocol;

import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.TransportResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One answer of the server, and what it proves. The one place where a status turns into an outcome. */
public final class ApiResponse {

    private static final int MAX_EXCERPT_LENGTH = 1024;

    private static final List<String> REQUEST_ID_HEADERS =
            List.of("x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid");

    private final TransportResponse response;
    private final ResponseBody body;
    private final BearerToken token;

    ApiResponse(TransportResponse response, ResponseBody body, BearerToken token) {
        this.response = response;
        this.body = body;
        this.token = token;
    }

    /** Returns whether a key is the one that this is the answer to. */
    public boolean wasSentWith(BearerToken other) {
        return token.hasSameValueAs(other);
    }

    /** Returns whether this answer says without doubt that the deletion is done. */
    public boolean confirmsDeletion() {
        return status() == 204 || (status() == 200 && body.isReadable() && body.claimsSuccess());
    }

    /**
     * Returns what an answer that does not confirm means. A 4xx whose body claims success, which the API documentation
     * shows for 400, contradicts itself and proves nothing; neither does one whose body is encoded.
     *
     * @return refused or unknown
     */
    public Outcome outcome() {
        boolean refused = status() >= 400 && status() < 500 && status() != 408;
        return refused && !body.claimsSuccess() ? Outcome.REFUSED : Outcome.UNKNOWN;
    }

    /** Returns whether the status promises what the body cannot be read to say. */
    public boolean isUnreadable() {
        return status() == 200 && !body.isReadable();
    }

    /** Returns why the body cannot be relied on. */
    public String problem() {
        return token.redact(body.problem());
    }

    /** Returns the HTTP status. */
    public int status() {
        return response.status();
    }

    /** Returns the server's own words. */
    public String message() {
        return token.redact(body.message());
    }

    /** Returns the headers without the key. */
    public Headers redactedHeaders() {
        return token.redact(headers());
    }

    /** Returns how long the server asks to wait. */
    public Optional<Duration> retryAfter() {
        return headers().retryAfter();
    }

    /** Returns the server's id of the request. */
    public String requestId() {
        return token.redact(requestIdIn(headers()));
    }

    /**
     * Returns the server's id of a request.
     *
     * @param headers the headers of its response
     * @return the id, empty if there is none
     */
    public static String requestIdIn(Headers headers) {
        for (String name : REQUEST_ID_HEADERS) {
            Optional<String> id = headers.first(name);
            if (id.isPresent()) {
                return id.get();
            }
        }
        return "";
    }

    /** Returns the beginning of the body as text, for a person to read. */
    public String excerpt() {
        ByteBuffer bytes = response.body();
        String text =
                token.redact(ResponseReader.charset(headers()).decode(bytes).toString());
        return text.length() <= MAX_EXCERPT_LENGTH ? text : text.substring(0, MAX_EXCERPT_LENGTH);
    }

    private Headers headers() {
        return response.headers();
    }
}
