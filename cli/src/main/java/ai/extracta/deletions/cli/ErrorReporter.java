package ai.extracta.deletions.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
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
        CommandLine command = unmatched.getCommandLine();
        if (!unmatched.isUnknownOption()) {
            return "there is no command of this name"
                    + Suggestion.of(first, command.getSubcommands().keySet());
        }
        String problem = "there is no option " + name
                + Suggestion.of(name, command.getCommandSpec().optionsMap().keySet());
        return command.getCommandSpec().positionalParameters().isEmpty()
                ? problem
                : problem + "; an id that begins with a dash comes after --, behind all options";
    }

    /** Reports output that is lost, and chooses the exit code of a command that ended with another one. */
    int reportIncomplete(String output, int exitCode) {
        err.println("extracta-delete: " + output + " is incomplete: it cannot be written");
        return ExitCodes.incomplete(exitCode);
    }

    /** Reports a command that failed. */
    int reportFailure(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof UsageException) {
            return report(String.valueOf(failure.getMessage()), command);
        }
        err.println("extracta-delete: " + describe(failure));
        return ExitCodes.NOT_SENT;
    }

    private static String describe(Exception failure) {
        Throwable cause = failure instanceof UncheckedIOException ? failure.getCause() : failure;
        return cause instanceof IOException io ? IoMessages.withFile(io) : failure.toString();
    }

    /** Reports a usage error of a command. */
    int report(String problem, CommandLine command) {
        err.println("extracta-delete: " + problem);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCodes.USAGE;
    }
}
