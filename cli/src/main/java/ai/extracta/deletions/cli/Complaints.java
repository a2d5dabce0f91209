package ai.extracta.deletions.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what was wrong, in a line or two, and picks the exit code. Repeats no argument that could be a key. */
final class Complaints {

    private final PrintStream err;

    Complaints(PrintStream err) {
        this.err = err;
    }

    /** What was typed does not fit the options. */
    int misused(ParameterException misused, String[] arguments) {
        if (misused instanceof UnmatchedArgumentException unmatched) {
            complain(describe(unmatched), misused.getCommandLine());
        } else {
            complain(String.valueOf(misused.getMessage()), misused.getCommandLine());
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
    int failed(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof UsageException) {
            complain(String.valueOf(failure.getMessage()), command);
            return ExitCodes.USAGE;
        }
        err.println("extracta-delete: " + (failure instanceof IOException io ? Reasons.of(io) : failure.toString()));
        return ExitCodes.NOT_SENT;
    }

    private void complain(String problem, CommandLine command) {
        err.println("extracta-delete: " + problem);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
}
