package ai.extracta.deletions.testkit;

/** Responses as their bytes on the wire. */
final class RawResponses {

    private RawResponses() {}

    /** A 200 with a body and its length. */
    static String ok(String body) {
        return response(200, body);
    }

    /** A response with header lines, a body and its length. */
    static String response(int status, String body, String... fields) {
        return head(status, "content-length: " + body.length(), fields) + body;
    }

    /** A response without a body, whose header lines must state its framing. */
    static String head(int status, String field, String... fields) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\n" + field + "\r\n");
        for (String other : fields) {
            head.append(other).append("\r\n");
        }
        return head.append("\r\n").toString();
    }
}
