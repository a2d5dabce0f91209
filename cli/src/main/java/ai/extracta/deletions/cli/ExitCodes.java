package ai.extracta.deletions.cli;

/** The exit codes. Only 0 means that everything is deleted. */
final class ExitCodes {

    static final int SUCCESS = 0;
    static final int REFUSED = 1;
    static final int USAGE = 2;
    static final int UNKNOWN = 3;
    static final int NOT_SENT = 4;
    static final int INTERRUPTED = 130;

    /** The exit code of a command that ended with another one, but could not write everything. */
    static int incomplete(int exitCode) {
        return exitCode == SUCCESS || exitCode == REFUSED ? NOT_SENT : exitCode;
    }

    private ExitCodes() {}
}
