package ai.extracta.deletions.benchmarks.sidebyside;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** A program that prints a failure in one line. */
abstract class BenchmarkCommand implements Callable<Integer> {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(names = "--home", hidden = true)
    Path home = Path.of("benchmarks");

    void run(String[] arguments) {
        CommandLine program = new CommandLine(this).setCaseInsensitiveEnumValuesAllowed(true);
        program.setExecutionExceptionHandler((failure, line, parsed) -> {
            line.getErr().println(failure.getMessage() == null ? failure : failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        });
        System.exit(program.execute(arguments));
    }
}
