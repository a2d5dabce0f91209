package ai.extracta.deletions.internal.protocol;

import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.TransportResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the responses of one client. Nearly all have the same body, so the latest is cached. Thread-safe. */
public final class ResponseReader {

    private static final int MAX_CACHED_BYTES = 512;

    private static final Pattern CHARSET = Pattern.compile("charset=\\s*\"?([^\\s\";]*)", Pattern.CASE_INSENSITIVE);

    /** The registered ones but {@code identity}: RFC 9110 section 18.6 and the IANA registry. */
    private static final Set<String> CONTENT_CODINGS = Set.of(
            "gzip",
            "x-gzip",
            "deflate",
            "compress",
            "x-compress",
            "br",
            "zstd",
            "dcb",
            "dcz",
            "exi",
            "pack200-gzip",
            "aes128gcm");

    private record Decoded(ByteBuffer body, String contentType, ResponseBody content) {

        static Decoded of(ByteBuffer body, String contentType) {
            return new Decoded(body, contentType, DeletionCodec.decode(body, charset(contentType)));
        }

        boolean isOf(ByteBuffer body, String contentType) {
            return this.body.equals(body) && this.contentType.equals(contentType);
        }
    }

    private volatile Decoded latest = Decoded.of(ByteBuffer.allocate(0), "");

    /** The token of the request is redacted from whatever the server repeats. */
    public ApiResponse read(TransportResponse response, BearerToken token) {
        return new ApiResponse(response, bodyOf(response), token);
    }

    private ResponseBody bodyOf(TransportResponse response) {
        if (response.status() == 204) {
            return ResponseBody.NO_CONTENT;
        }
        ResponseBody plain = decode(response.body(), contentType(response.headers()));
        if (!plain.problem().equals(DeletionCodec.NOT_JSON)) {
            return plain;
        }
        return response.headers()
                .first("content-encoding")
                .filter(ResponseReader::isContentCoding)
                .map(coding ->
                        new ResponseBody(true, "", "its body is encoded as " + coding + ", which was not requested"))
                .orElse(plain);
    }

    /** Anything else, such as {@code utf-8} or {@code none}, encodes nothing. */
    private static boolean isContentCoding(String value) {
        return Stream.of(value.split(",", -1))
                .anyMatch(coding -> CONTENT_CODINGS.contains(coding.strip().toLowerCase(Locale.ROOT)));
    }

    private ResponseBody decode(ByteBuffer body, String contentType) {
        Decoded known = latest;
        if (known.isOf(body, contentType)) {
            return known.content();
        }
        if (body.remaining() > MAX_CACHED_BYTES) {
            return DeletionCodec.decode(body, charset(contentType));
        }
        ByteBuffer copy = ByteBuffer.allocate(body.remaining()).put(body).flip();
        Decoded decoded = Decoded.of(copy, contentType);
        latest = decoded;
        return decoded.content();
    }

    private static String contentType(Headers headers) {
        return headers.firstOrDefault("content-type", "");
    }

    static Charset charset(Headers headers) {
        return charset(contentType(headers));
    }

    /** JSON is UTF-8 (RFC 8259 section 8.1), but a server that declares another charset is believed. */
    private static Charset charset(String contentType) {
        Matcher declared = CHARSET.matcher(contentType);
        try {
            return declared.find() ? Charset.forName(declared.group(1)) : StandardCharsets.UTF_8;
        } catch (IllegalArgumentException unknownToThisJvm) {
            return StandardCharsets.UTF_8;
        }
    }
}
