package ai.extracta.deletions.benchmarks.driver;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every contender sends, and where to: the deletion of three files.
 *
 * @param port of the server on this machine
 */
public record Target(int port) {

    /** How many connections every contender may have. */
    public static final int CONNECTIONS = 256;

    /** The API key. */
    public static final String KEY = "key-5f0c1d6ab7e24c5f9d3e";

    /** The header that holds it. */
    public static final String AUTHORIZATION = "Bearer " + KEY;

    /** What classification the files are in. */
    public static final String CLASSIFICATION = "cls-3f9a7c21";

    /** What batch the files are in. */
    public static final String BATCH = "batch-2026-11-0042";

    /** The files. */
    public static final List<String> FILES = List.of("file-00017", "file-00018", "file-00019");

    /** The request's body. */
    public static final String JSON = "{\"classificationId\":\"%s\",\"batchId\":\"%s\",\"fileIds\":[\"%s\"]}"
            .formatted(CLASSIFICATION, BATCH, String.join("\",\"", FILES));

    /** What every answer holds. */
    public static final String RESPONSE = "{\"status\":\"success\",\"message\":\"Files deleted\"}";

    /**
     * The request's body.
     *
     * @return a new array
     */
    public static byte[] body() {
        return JSON.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Where the API begins.
     *
     * @return a URI without a slash at its end
     */
    public String baseUri() {
        return "http://127.0.0.1:" + port + "/api/v1";
    }

    /**
     * Where the request goes.
     *
     * @return an absolute URI
     */
    public String uri() {
        return baseUri() + "/documentClassification/deleteFiles";
    }

    /**
     * Says what is wrong with an answer.
     *
     * @param status of the answer
     * @param bodyLength of the answer
     * @return null if it is as expected
     */
    static @Nullable IllegalStateException unexpected(int status, int bodyLength) {
        return status == 200 && bodyLength == RESPONSE.length()
                ? null
                : new IllegalStateException("status " + status + " with " + bodyLength + " bytes");
    }

    /**
     * Refuses an answer that is not as expected.
     *
     * @param status of the answer
     * @param bodyLength of the answer
     * @throws IllegalStateException if it is not as expected
     */
    public static void requireExpected(int status, int bodyLength) {
        IllegalStateException unexpected = unexpected(status, bodyLength);
        if (unexpected != null) {
            throw unexpected;
        }
    }
}
