package ai.extracta.deletions.error;

/** Describes a response for an exception message, with a hint where the cause is known. */
final class ResponseDescription {

    private static final int MAX_QUOTED_LENGTH = 200;

    private ResponseDescription() {}

    static String of(int status, String serverMessage) {
        String quote = serverMessage.isEmpty() ? "" : ": \"" + truncated(serverMessage) + "\"";
        return "the server responded with " + status + quote + hint(status);
    }

    private static String truncated(String serverMessage) {
        boolean isLong = serverMessage.length() > MAX_QUOTED_LENGTH;
        return isLong ? serverMessage.substring(0, MAX_QUOTED_LENGTH) + "..." : serverMessage;
    }

    private static String hint(int status) {
        if (status >= 300 && status < 400) {
            return "; redirects are never followed, check the base URI";
        }
        return switch (status) {
            case 400, 411 -> "; check the ids, and that no gateway drops the body of a DELETE";
            case 401, 403 -> "; check the API key";
            case 404 -> "; check the ids and the base URI";
            case 429 -> "; too many calls, lower maxInFlight or raise the deadline";
            default -> "";
        };
    }
}
