package ai.extracta.deletions.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what was wrong, in a line or two, and picks the exit code. Repeats no argument that could be a key. */
final class ErrorReporter {

    private final PrintStream err;

    ErrorReporter(PrintStream err) {
        this.err = err;
    }

    /** What was typed does not fit the options. */
    int reportUsage(ParameterException invalid, String[] arguments) {
        if (invalid instanceof UnmatchedArgumentException unmatched) {
            report(describe(unmatched), invalid.getCommandLine());
        } else {
            report(String.valueOf(invalid.getMessage()), invalid.getCommandLine());
        }
        return ExitCodes.USAGE;
    }

    private static String describe(UnmatchedArgumentException unmatched) {
        String first = unmatched.getUnmatched().get(0);
        String name = first.replaceFirst("=.*", "");
        if (name.toLowerCase(Locale.ROOT).contains("key")) {
            return "the key is never an argument, where everybody on this machine can see it: set EXTRACTA_API_KEY, or use"
                    + " --key-file";
        }
        return unmatched.isUnknownOption() ? "there is no option " + name : "there is no command of this name";
    }

    /** What was typed could not be done. */
    int reportFailure(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof UsageException) {
            report(String.valueOf(failure.getMessage()), command);
            return ExitCodes.USAGE;
        }
        err.println("extracta-delete: " + (failure instanceof IOException io ? IoMessages.of(io) : failure.toString()));
        return ExitCodes.NOT_SENT;
    }

    private void report(String problem, CommandLine command) {
        err.println("extracta-delete: " + problem);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
}
