package ai.extracta.deletions.cli;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The environment of a command.
 *
 * @param in standard input
 * @param out standard output, for results
 * @param err standard error, for everything else
 * @param environment the environment variables
 * @param prompt asks a question and returns the answer; empty without a terminal, as in a script
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

    /** The width of the terminal, or a usual one if it is unknown. */
    int columns() {
        String columns = environment.getOrDefault("COLUMNS", "");
        return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : COLUMNS;
    }

    /** Whether there is a person to ask. */
    boolean isInteractive() {
        return prompt.isPresent();
    }
}
