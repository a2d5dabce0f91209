package ai.extracta.deletions.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The command that continues a job that did not complete. */
final class ResumeHint {

    static final String WITHOUT_LEDGER =
            "Next time use --ledger FILE: then the job can be resumed, and only what is not certain is sent again.";

    /** The name of the script that started the program, if there is one. */
    static final String PROGRAM = System.getProperty("extracta.delete.program", "extracta-delete");

    private static final Pattern SHELL_SAFE = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private ResumeHint() {}

    /** The same command: the ledger has what is done. */
    static String rerun(List<String> arguments) {
        return "To go on: " + command(arguments);
    }

    /** The {@code resume} command for the same rows. */
    static String resume(List<String> arguments, String command, Kind kind) {
        List<String> resumed = new ArrayList<>(List.of("resume", "--kind", kind.toString()));
        int index = arguments.indexOf(command);
        resumed.addAll(arguments.subList(0, index));
        resumed.addAll(arguments.subList(index + 1, arguments.size()));
        return rerun(resumed);
    }

    private static String command(List<String> arguments) {
        return quoted(PROGRAM) + " "
                + arguments.stream().map(ResumeHint::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String argument) {
        return SHELL_SAFE.matcher(argument).matches() ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
