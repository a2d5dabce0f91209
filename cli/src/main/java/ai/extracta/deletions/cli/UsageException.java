package ai.extracta.deletions.cli;

/** An argument or a row is invalid; the message is one line: what is wrong and what to do. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message.replaceAll("\\p{Cntrl}+", " "));
    }
}
