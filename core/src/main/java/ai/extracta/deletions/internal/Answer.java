package ai.extracta.deletions.internal;

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
public final class Answer {

    private static final int EXCERPT_LENGTH = 1024;

    private static final List<String> REQUEST_ID_HEADERS =
            List.of("x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid");

    private final TransportResponse response;
    private final Reply reply;
    private final BearerToken token;

    private Answer(TransportResponse response, Reply reply, BearerToken token) {
        this.response = response;
        this.reply = reply;
        this.token = token;
    }

    /**
     * Reads an answer.
     *
     * @param response as it came from the transport
     * @param token the API key it answers to, which a careless server may repeat and which is then blotted out
     * @return the answer
     */
    public static Answer read(TransportResponse response, BearerToken token) {
        return new Answer(response, replyOf(response), token);
    }

    private static Reply replyOf(TransportResponse response) {
        if (response.status() == 204) {
            return Reply.NONE;
        }
        Optional<String> encoding = unreadableEncoding(response.headers());
        if (encoding.isPresent()) {
            return new Reply(false, "", "its body is encoded as " + encoding.get() + ", which was not asked for");
        }
        return DeletionCodec.decode(response.body(), charset(response.headers()));
    }

    /**
     * Returns whether a key is the one that this is the answer to.
     *
     * @param other a key
     * @return true if it was sent with that key
     */
    public boolean isTo(BearerToken other) {
        return token.isSameAs(other);
    }

    /**
     * Returns whether this answer says without doubt that the deletion is done.
     *
     * @return true for 204, and for 200 with a complete body that says success
     */
    public boolean confirms() {
        return status() == 204 || (status() == 200 && reply.isReadable() && reply.claimsSuccess());
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
                reply.claimsSuccess() || unreadableEncoding(headers()).isPresent();
        return refused && !contradicted ? Outcome.REFUSED : Outcome.UNKNOWN;
    }

    /**
     * Returns whether the status promises what the body cannot be read to say.
     *
     * @return true for a 200 with an unreadable body
     */
    public boolean isUnreadable() {
        return status() == 200 && !reply.isReadable();
    }

    /**
     * Returns why the body cannot be relied on.
     *
     * @return the reason, empty if it can
     */
    public String problem() {
        return token.blotOut(reply.problem());
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
        return token.blotOut(reply.message());
    }

    /**
     * Returns the headers without the key.
     *
     * @return the headers as an exception may keep them
     */
    public Headers safeHeaders() {
        return token.blotOut(headers());
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
        return token.blotOut(requestIdIn(headers()));
    }

    static String requestIdIn(Headers headers) {
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
        ByteBuffer body = response.body();
        String text = token.blotOut(charset(headers()).decode(body).toString());
        return text.length() <= EXCERPT_LENGTH ? text : text.substring(0, EXCERPT_LENGTH);
    }

    private Headers headers() {
        return response.headers();
    }

    private static Optional<String> unreadableEncoding(Headers headers) {
        return headers.first("content-encoding")
                .filter(encoding -> !encoding.strip().equalsIgnoreCase("identity"));
    }

    /** JSON is UTF-8 (RFC 8259 section 8.1), but a server that says otherwise is believed. */
    private static Charset charset(Headers headers) {
        return headers.first("content-type").flatMap(Answer::charset).orElse(StandardCharsets.UTF_8);
    }

    private static Optional<Charset> charset(String contentType) {
        int at = contentType.toLowerCase(Locale.ROOT).indexOf("charset=");
        if (at < 0) {
            return Optional.empty();
        }
        String rest = contentType.substring(at + "charset=".length());
        String name = rest.split(";", 2)[0].strip().replace("\"", "");
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalArgumentException unknownToThisJvm) {
            return Optional.empty();
        }
    }
}
