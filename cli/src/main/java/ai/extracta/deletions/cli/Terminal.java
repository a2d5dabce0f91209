package ai.extracta.deletions.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
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
 * @param argumentEncoding the name of the charset that the arguments were decoded from
 * @param prompt shows a question and returns the reply; empty without a terminal, as in a script
 * @param shutdown Ctrl-C
 */
record Terminal(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        String argumentEncoding,
        Optional<UnaryOperator<String>> prompt,
        ShutdownSignal shutdown) {

    private static final int COLUMNS = 80;

    static Terminal ofProcess(ShutdownSignal shutdown) {
        return new Terminal(
                System.in,
                EscapingOutputStream.print(new FileOutputStream(FileDescriptor.out)),
                EscapingOutputStream.print(new FileOutputStream(FileDescriptor.err)),
                System.getenv(),
                System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()),
                console().map(console -> question -> prompt(console, question)),
                shutdown);
    }

    /** Since JDK 22 there is a console even without a terminal. */
    private static Optional<Console> console() {
        return Optional.ofNullable(System.console()).filter(Terminal::isTerminal);
    }

    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException beforeJdk22) {
            return true;
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String prompt(Console console, String question) {
        String reply = console.readLine("%s", question);
        return reply == null ? "" : reply;
    }

    /** The width of the terminal, or a usual one if it is unknown. */
    int columns() {
        String columns = environment.getOrDefault("COLUMNS", "");
        return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : COLUMNS;
    }

    /** Whether there is a terminal to confirm on. */
    boolean isInteractive() {
        return prompt.isPresent();
    }
}
