package ai.extracta.deletions.cli;

/** What a script learns. Only 0 says that everything that was asked for is gone. */
final class ExitCodes {

    static final int SUCCESS = 0;
    static final int REFUSED = 1;
    static final int USAGE = 2;
    static final int UNKNOWN = 3;
    static final int NOT_SENT = 4;
    static final int INTERRUPTED = 130;

    private ExitCodes() {}
}
