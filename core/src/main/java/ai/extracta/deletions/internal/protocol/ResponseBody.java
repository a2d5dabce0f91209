package ai.extracta.deletions.internal.protocol;

/**
 * What the body of a response says.
 *
 * @param claimsSuccess whether it says {@code "status": "success"}, or may say so where it cannot be read
 * @param message its {@code message}, empty if it has none
 * @param problem why it cannot be relied on as a whole, empty if it can
 */
public record ResponseBody(boolean claimsSuccess, String message, String problem) {

    /** The reply of an answer that has no body by definition, as 204 has not. */
    static final ResponseBody NO_CONTENT = new ResponseBody(false, "", "");

    boolean isReadable() {
        return problem.isEmpty();
    }
}
