package ai.extracta.deletions.internal.protocol;

import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.TransportResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A response of the server, and what it proves. The one place where a status is mapped to an outcome. */
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

    public boolean wasSentWith(BearerToken other) {
        return token.hasSameValueAs(other);
    }

    public boolean confirmsDeletion() {
        return status() == 204 || (status() == 200 && body.isReadable() && body.claimsSuccess());
    }

    /**
     * The outcome if this does not confirm. A 4xx whose body claims success, which the API documentation shows for 400,
     * contradicts itself and proves nothing; neither does one whose body is encoded.
     */
    public Outcome outcome() {
        boolean refused = status() >= 400 && status() < 500 && status() != 408;
        return refused && !body.claimsSuccess() ? Outcome.REFUSED : Outcome.UNKNOWN;
    }

    /** Whether the server refuses because there is no such resource (any more). */
    public boolean isNotFound() {
        return (status() == 404 || status() == 410) && outcome() == Outcome.REFUSED;
    }

    /** Whether the server wants fewer calls. */
    public boolean isOverload() {
        return status() == 429 || (status() == 503 && retryAfter().isPresent());
    }

    /** Whether the status is that of a success, but the body cannot be read. */
    public boolean isUnreadable() {
        return status() == 200 && !body.isReadable();
    }

    public String problem() {
        return token.redact(body.problem());
    }

    public int status() {
        return response.status();
    }

    public String message() {
        return token.redact(body.message());
    }

    public Headers redactedHeaders() {
        return token.redact(headers());
    }

    public Optional<Duration> retryAfter() {
        return headers().retryAfter();
    }

    public String requestId() {
        return token.redact(requestIdIn(headers()));
    }

    /** Empty if there is none. */
    public static String requestIdIn(Headers headers) {
        for (String name : REQUEST_ID_HEADERS) {
            String id = headers.firstOrDefault(name, "");
            if (!id.isEmpty()) {
                return id;
            }
        }
        return "";
    }

    /** The beginning of the body as text. */
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
