package ai.extracta.deletions.benchmarks.sidebyside;

import java.util.concurrent.Callable;
import picocli.CommandLine;

/** A command for a terminal: what goes wrong is said in one line. */
final class CommandRunner {

    private CommandRunner() {}

    static void run(Callable<Integer> command, String[] arguments) {
        CommandLine program = new CommandLine(command);
        program.setExecutionExceptionHandler((failure, line, parsed) -> {
            line.getErr().println(failure.getMessage() == null ? failure : failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        });
        System.exit(program.execute(arguments));
    }
}
