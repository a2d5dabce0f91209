package ai.extracta.deletions.cli;

import ai.extracta.deletions.transport.TransportSettings;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program. */
@Command(
        name = "extracta-delete",
        description =
                "Deletes what was uploaded to Extracta.ai for classification, and tells the truth about what is gone.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything is gone",
            "1:some were refused, all others are gone",
            "2:it could not be done as typed, or a row is wrong; nothing was sent",
            "3:some may or may not be gone",
            "4:not everything was sent: wrong key, server down, no ledger, or you said no",
            "130:stopped by Ctrl-C"
        },
        footer = {
            "",
            "The key is in the environment variable EXTRACTA_API_KEY or in a file (--key-file), never an argument."
        })
public final class ExtractaDelete {

    /** A little longer than what is under way may take. */
    private static final Duration LAST_WORDS = Job.PATIENCE.plusSeconds(15);

    private ExtractaDelete() {}

    /** Runs the program and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        Stop stop = new Stop();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stop.ask();
                            stop.await(LAST_WORDS);
                        },
                        "extracta-delete-stop"));
        int exitCode = execute(Shell.ofProcess(stop), arguments);
        stop.end();
        System.exit(exitCode);
    }

    /** Runs the program and returns its exit code. */
    static int execute(Shell shell, String... arguments) {
        CommandLine line = new CommandLine(new ExtractaDelete())
                .addSubcommand(new DeleteCommand.Files(shell))
                .addSubcommand(new DeleteCommand.Batches(shell))
                .addSubcommand(new DeleteCommand.Classifications(shell))
                .addSubcommand(new PlanCommand(shell))
                .addSubcommand(new ResumeCommand(shell))
                .addSubcommand(new ExportCommand(shell))
                .addSubcommand(new SimulateCommand(shell));
        line.getCommandSpec().version(TransportSettings.defaults().userAgent());
        Complaints complaints = new Complaints(shell.err());
        return line.setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setParameterExceptionHandler(complaints::misused)
                .setExecutionExceptionHandler(complaints::failed)
                .execute(arguments);
    }

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Log what the SDK does, with ids, to standard error.")
    void setVerbose(boolean verbose) {
        ((Logger) LoggerFactory.getLogger("ai.extracta")).setLevel(verbose ? Level.DEBUG : Level.OFF);
    }
}
