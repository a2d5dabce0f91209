package ai.extracta.deletions.internal.protocol;

/**
 * The content of a response body. Claims success also if it is unreadable and may contain {@code "status": "success"};
 * the problem is empty if it is readable.
 */
public record ResponseBody(boolean claimsSuccess, String message, String problem) {

    /** A 204 has no body by definition. */
    static final ResponseBody NO_CONTENT = new ResponseBody(false, "", "");

    boolean isReadable() {
        return problem.isEmpty();
    }
}
