package ai.extracta.deletions.testsupport;

import ai.extracta.deletions.testkit.Answer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Responses as bytes, for what {@link Answer} does not offer. */
public final class RawResponses {

    public static final String SUCCESS = "{\"status\":\"success\",\"message\":\"Classification deleted\"}";
    public static final String WHOLE_SUCCESS =
            "HTTP/1.1 200 OK\r\ncontent-length: " + SUCCESS.length() + "\r\n\r\n" + SUCCESS;
    public static final String ERROR = "{\"status\":\"error\",\"message\":\"No, sorry\"}";

    private RawResponses() {}

    /** A 200 with one header line and these bytes as its body. */
    public static Answer ok(String headerLine, byte[] body) {
        return raw("HTTP/1.1 200 OK\r\n" + headerLine + "\r\ncontent-length: " + body.length + "\r\n\r\n", body);
    }

    public static Answer raw(String head, byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return Answer.rawBytes(bytes.toByteArray());
    }

    /** A body of exactly this size that claims success. */
    public static String successOf(int bytes) {
        String around = "{\"status\":\"success\",\"message\":\"\"}";
        return around.replace("\"\"}", "\"" + "x".repeat(bytes - around.length()) + "\"}");
    }
}
