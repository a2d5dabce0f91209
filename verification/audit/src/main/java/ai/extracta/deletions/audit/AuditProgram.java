package ai.extracta.deletions.audit;

import ai.extracta.deletions.transport.HttpTransportProvider;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options and exit codes that the audit and the crash test share. */
abstract class AuditProgram implements Callable<Integer> {

    static final String ALL = "all";

    private static final int EXIT_VIOLATED = 1;

    @Spec
    @Nullable CommandSpec spec;

    @Option(
            names = "--seed",
            paramLabel = "S",
            order = 2,
            description = "seed of all random choices (${DEFAULT-VALUE})")
    long seed = 1;

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            order = 3,
            description = "netty, vertx or all (${DEFAULT-VALUE})")
    String transport = ALL;

    @Option(
            names = {"--help", "-h"},
            usageHelp = true,
            order = 20,
            description = "show this help")
    boolean help;

    /** A command line that prints a message and the usage if an option is invalid. */
    static CommandLine of(AuditProgram program) {
        return new CommandLine(program).setParameterExceptionHandler((invalid, arguments) -> {
            PrintWriter err = invalid.getCommandLine().getErr();
            err.println(invalid.getMessage());
            invalid.getCommandLine().usage(err);
            return CommandLine.ExitCode.USAGE;
        });
    }

    /** Prints the last line and returns the exit code. */
    static int finish(int violations, PrintWriter out) {
        out.println("violations: " + violations);
        return violations == 0 ? CommandLine.ExitCode.OK : EXIT_VIOLATED;
    }

    List<HttpTransportProvider> selectedTransports() {
        return select("transport", transport, transports(), HttpTransportProvider::name);
    }

    /** Every transport on the class path, sorted by name. */
    static List<HttpTransportProvider> transports() {
        return ServiceLoader.load(HttpTransportProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(HttpTransportProvider::name))
                .toList();
    }

    <T> List<T> select(String option, String name, List<T> available, Function<T, String> toName) {
        List<T> selected = available.stream()
                .filter(one -> name.equals(ALL) || toName.apply(one).equals(name))
                .toList();
        require(
                !selected.isEmpty(),
                "--%s is '%s'; it must be one of: %s, all"
                        .formatted(option, name, available.stream().map(toName).collect(Collectors.joining(", "))));
        return selected;
    }

    int requirePositive(String option, int value) {
        require(value > 0, "--%s is %d; it must be at least 1".formatted(option, value));
        return value;
    }

    void requireNotNegative(String option, int value) {
        require(value >= 0, "--%s is %d; it must not be negative".formatted(option, value));
    }

    void requireNotGiven(String option, String... others) {
        for (String other : others) {
            require(
                    !commandLine().getParseResult().hasMatchedOption(other),
                    other + " does not go together with " + option);
        }
    }

    PrintWriter out() {
        return commandLine().getOut();
    }

    CommandLine commandLine() {
        return Objects.requireNonNull(spec).commandLine();
    }

    void require(boolean valid, String message) {
        if (!valid) {
            throw new ParameterException(commandLine(), message);
        }
    }
}
