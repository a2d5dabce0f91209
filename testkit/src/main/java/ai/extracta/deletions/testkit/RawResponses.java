package ai.extracta.deletions.testkit;

/** Answers as the bytes they are on the wire. */
final class RawResponses {

    private RawResponses() {}

    /** A 200 with a body and its length. */
    static String ok(String body) {
        return response(200, body);
    }

    /** An answer with header lines, a body and its length. */
    static String response(int status, String body, String... fields) {
        return head(status, "content-length: " + body.length(), fields) + body;
    }

    /** An answer without a body, whose header lines must say how it ends. */
    static String head(int status, String field, String... fields) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\n" + field + "\r\n");
        for (String other : fields) {
            head.append(other).append("\r\n");
        }
        return head.append("\r\n").toString();
    }
}
