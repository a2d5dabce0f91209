package ai.extracta.deletions.cli;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where a command is typed.
 *
 * @param in standard input
 * @param out what was asked for
 * @param err everything else
 * @param environment the environment variables
 * @param prompt asks a question and returns the answer; empty if there is nobody to ask, as in a script
 * @param shutdown Ctrl-C
 */
record Terminal(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        Optional<UnaryOperator<String>> prompt,
        ShutdownSignal shutdown) {

    private static final int COLUMNS = 80;

    static Terminal ofProcess(ShutdownSignal shutdown) {
        return new Terminal(
                System.in,
                System.out,
                System.err,
                System.getenv(),
                Optional.ofNullable(System.console()).map(console -> question -> ask(console, question)),
                shutdown);
    }

    private static String ask(Console console, String question) {
        String answer = console.readLine("%s", question);
        return answer == null ? "" : answer;
    }

    /** How wide a line may be, as far as it is known. */
    int columns() {
        String columns = environment.getOrDefault("COLUMNS", "");
        return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : COLUMNS;
    }

    /** Whether a person watches, and can be asked. */
    boolean isInteractive() {
        return prompt.isPresent();
    }
}
