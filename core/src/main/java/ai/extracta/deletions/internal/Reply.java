package ai.extracta.deletions.internal;

/**
 * What the body of an answer says.
 *
 * @param claimsSuccess whether it says {@code "status": "success"}, even if the rest cannot be read
 * @param message its {@code message}, empty if it has none
 * @param problem why it cannot be relied on as a whole, empty if it can
 */
public record Reply(boolean claimsSuccess, String message, String problem) {

    /** The reply of an answer that has no body by definition, as 204 has not. */
    public static final Reply NONE = new Reply(false, "", "");

    /**
     * Returns whether the body was read to its end and has a status.
     *
     * @return true if what it says can be relied on
     */
    public boolean isReadable() {
        return problem.isEmpty();
    }

    /** Collects what a body says while it is read. */
    static final class Reader {

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

        Reply complete() {
            return hasStatus ? new Reply(claimsSuccess, message, "") : broken("its JSON has no \"status\" text");
        }

        Reply brokenClaim(String problem) {
            return new Reply(true, message, problem);
        }

        Reply broken(String problem) {
            return new Reply(claimsSuccess, message, problem);
        }
    }
}
