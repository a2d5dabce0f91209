package ai.extracta.deletions.benchmarks.driver;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The request that every contender sends, which deletes three files.
 *
 * @param origin scheme, host and port of the server
 */
public record Target(String origin) {

    /** Whether a contender speaks HTTP/2. */
    public static final boolean HTTP_2 = Boolean.getBoolean("benchmark.http2");

    /** The maximum number of connections of every contender. */
    public static final int CONNECTIONS = 256;

    public static final String KEY = "key-5f0c1d6ab7e24c5f9d3e";
    public static final String AUTHORIZATION = "Bearer " + KEY;
    public static final String CLASSIFICATION = "cls-3f9a7c21";
    public static final String BATCH = "batch-2026-11-0042";
    public static final List<String> FILES = List.of("file-00017", "file-00018", "file-00019");

    /** The body of the response. */
    public static final String RESPONSE = "{\"status\":\"success\",\"message\":\"Files deleted\"}";

    private static final String REQUEST = "{\"classificationId\":\"%s\",\"batchId\":\"%s\",\"fileIds\":[\"%s\"]}"
            .formatted(CLASSIFICATION, BATCH, String.join("\",\"", FILES));

    /** Returns a new array with the body of the request. */
    public static byte[] body() {
        return REQUEST.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the base URI without a trailing slash. */
    public String baseUri() {
        return origin + "/api/v1";
    }

    /** Returns the absolute URI of the request. */
    public String uri() {
        return baseUri() + "/documentClassification/deleteFiles";
    }

    /** Fails unless the response has status 200 and a complete body. */
    public static void requireExpected(int status, int bodyLength) {
        if (status != 200 || bodyLength != RESPONSE.length()) {
            throw new IllegalStateException("status " + status + " with " + bodyLength + " bytes");
        }
    }
}
