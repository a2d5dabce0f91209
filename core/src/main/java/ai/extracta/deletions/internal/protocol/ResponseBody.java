package ai.extracta.deletions.internal.protocol;

/**
 * What the body of an answer says.
 *
 * @param claimsSuccess whether it says {@code "status": "success"}, even if the rest cannot be read
 * @param message its {@code message}, empty if it has none
 * @param problem why it cannot be relied on as a whole, empty if it can
 */
public record ResponseBody(boolean claimsSuccess, String message, String problem) {

    /** The reply of an answer that has no body by definition, as 204 has not. */
    public static final ResponseBody NO_CONTENT = new ResponseBody(false, "", "");

    /**
     * Returns whether the body was read to its end and has a status.
     *
     * @return true if what it says can be relied on
     */
    public boolean isReadable() {
        return problem.isEmpty();
    }

    /** Collects what a body says while it is read. */
    static final class Builder {

        private boolean claimsSuccess;
        private boolean hasStatus;
        private String message = "";

        void property(String name, String value, boolean isText) {
            if (!isText) {
                return;
            }
            if (name.equals("status")) {
                hasStatus = true;
                claimsSuccess = value.equals("success");
            } else if (name.equals("message")) {
                message = value;
            }
        }

        ResponseBody build() {
            return hasStatus ? new ResponseBody(claimsSuccess, message, "") : unreadable("its JSON has no \"status\" text");
        }

        ResponseBody unreadableSuccess(String problem) {
            return new ResponseBody(true, message, problem);
        }

        ResponseBody unreadable(String problem) {
            return new ResponseBody(claimsSuccess, message, problem);
        }
    }
}
