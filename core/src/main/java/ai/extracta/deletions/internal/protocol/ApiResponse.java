package ai.extracta.deletions.internal.protocol;

import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.TransportResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One answer of the server, and what it proves. The one place where a status turns into an outcome. */
public final class ApiResponse {

    private static final int MAX_EXCERPT_LENGTH = 1024;

    private static final List<String> REQUEST_ID_HEADERS =
            List.of("x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid");

    private final TransportResponse response;
    private final ResponseBody body;
    private final BearerToken token;

    private ApiResponse(TransportResponse response, ResponseBody body, BearerToken token) {
        this.response = response;
        this.body = body;
        this.token = token;
    }

    /**
     * Reads an answer.
     *
     * @param response as it came from the transport
     * @param token the API key it answers to, which a careless server may repeat and which is then blotted out
     * @return the answer
     */
    public static ApiResponse read(TransportResponse response, BearerToken token) {
        return new ApiResponse(response, readBody(response), token);
    }

    private static ResponseBody readBody(TransportResponse response) {
        if (response.status() == 204) {
            return ResponseBody.NO_CONTENT;
        }
        Optional<String> encoding = unsupportedEncoding(response.headers());
        if (encoding.isPresent()) {
            return new ResponseBody(false, "", "its body is encoded as " + encoding.get() + ", which was not asked for");
        }
        return DeletionCodec.decode(response.body(), charset(response.headers()));
    }

    /**
     * Returns whether a key is the one that this is the answer to.
     *
     * @param other a key
     * @return true if it was sent with that key
     */
    public boolean wasSentWith(BearerToken other) {
        return token.hasSameValueAs(other);
    }

    /**
     * Returns whether this answer says without doubt that the deletion is done.
     *
     * @return true for 204, and for 200 with a complete body that says success
     */
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
        boolean contradicted =
                body.claimsSuccess() || unsupportedEncoding(headers()).isPresent();
        return refused && !contradicted ? Outcome.REFUSED : Outcome.UNKNOWN;
    }

    /**
     * Returns whether the status promises what the body cannot be read to say.
     *
     * @return true for a 200 with an unreadable body
     */
    public boolean isUnreadable() {
        return status() == 200 && !body.isReadable();
    }

    /**
     * Returns why the body cannot be relied on.
     *
     * @return the reason, empty if it can
     */
    public String problem() {
        return token.redact(body.problem());
    }

    /**
     * Returns the HTTP status.
     *
     * @return the status
     */
    public int status() {
        return response.status();
    }

    /**
     * Returns the server's own words.
     *
     * @return its message, empty if it sent none
     */
    public String message() {
        return token.redact(body.message());
    }

    /**
     * Returns the headers without the key.
     *
     * @return the headers as an exception may keep them
     */
    public Headers redactedHeaders() {
        return token.redact(headers());
    }

    /**
     * Returns how long the server asks to wait.
     *
     * @return the time, or empty if it does not ask
     */
    public Optional<Duration> retryAfter() {
        return headers().retryAfter();
    }

    /**
     * Returns the server's id of the request.
     *
     * @return the id, empty if it sent none
     */
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

    /**
     * Returns the beginning of the body as text, for a person to read.
     *
     * @return at most 1024 characters
     */
    public String excerpt() {
        ByteBuffer bytes = response.body();
        String text = token.redact(charset(headers()).decode(bytes).toString());
        return text.length() <= MAX_EXCERPT_LENGTH ? text : text.substring(0, MAX_EXCERPT_LENGTH);
    }

    private Headers headers() {
        return response.headers();
    }

    private static Optional<String> unsupportedEncoding(Headers headers) {
        return headers.first("content-encoding")
                .filter(encoding -> !encoding.strip().equalsIgnoreCase("identity"));
    }

    /** JSON is UTF-8 (RFC 8259 section 8.1), but a server that says otherwise is believed. */
    private static Charset charset(Headers headers) {
        return headers.first("content-type").flatMap(ApiResponse::charset).orElse(StandardCharsets.UTF_8);
    }

    private static Optional<Charset> charset(String contentType) {
        int start = contentType.toLowerCase(Locale.ROOT).indexOf("charset=");
        if (start < 0) {
            return Optional.empty();
        }
        String rest = contentType.substring(start + "charset=".length());
        String name = rest.split(";", 2)[0].strip().replace("\"", "");
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalArgumentException unknownToThisJvm) {
            return Optional.empty();
        }
    }
}
