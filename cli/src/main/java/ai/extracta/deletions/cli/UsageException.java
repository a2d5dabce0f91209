package ai.extracta.deletions.cli;

/** What was typed, or stands in a file, cannot be done: the message says what is wrong and what to do, on one line. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message.replaceAll("\\p{Cntrl}+", " "));
    }
}
