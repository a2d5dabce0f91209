package ai.extracta.deletions.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints what was wrong in one or two lines and chooses the exit code. Repeats no argument that could be a key. */
final class ErrorReporter {

    private final PrintStream err;

    ErrorReporter(PrintStream err) {
        this.err = err;
    }

    /** Reports arguments that do not fit the options. */
    int reportUsage(ParameterException invalid, String[] arguments) {
        String problem = invalid instanceof UnmatchedArgumentException unmatched
                ? describe(unmatched)
                : String.valueOf(invalid.getMessage());
        return report(problem, invalid.getCommandLine());
    }

    private static String describe(UnmatchedArgumentException unmatched) {
        String first = unmatched.getUnmatched().get(0);
        String name = first.replaceFirst("=.*", "");
        if (name.toLowerCase(Locale.ROOT).contains("key")) {
            return "the key is never an argument, which every user of this machine can see: set EXTRACTA_API_KEY,"
                    + " or use --key-file";
        }
        return unmatched.isUnknownOption() ? "there is no option " + name : "there is no command of this name";
    }

    /** Reports a command that failed. */
    int reportFailure(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof UsageException) {
            return report(String.valueOf(failure.getMessage()), command);
        }
        err.println("extracta-delete: " + (failure instanceof IOException io ? IoMessages.of(io) : failure.toString()));
        return ExitCodes.NOT_SENT;
    }

    private int report(String problem, CommandLine command) {
        err.println("extracta-delete: " + problem);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCodes.USAGE;
    }
}
