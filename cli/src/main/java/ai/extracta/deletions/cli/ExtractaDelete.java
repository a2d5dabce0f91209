package ai.extracta.deletions.cli;

import ai.extracta.deletions.transport.TransportSettings;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program {@code extracta-delete}. */
@Command(
        name = "extracta-delete",
        description = "Deletes what was uploaded to Extracta.ai for classification, and reports what is certain.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything is deleted",
            "1:some were refused, all others are deleted",
            "2:a usage error or an invalid row; nothing was sent",
            "3:some may or may not be deleted",
            "4:not everything was sent: wrong key, server down, no ledger, or not confirmed; or not everything was"
                    + " written to standard output or the failures file",
            "130:stopped by Ctrl-C"
        },
        footer = {
            "",
            "The key is in the environment variable EXTRACTA_API_KEY or in a file (--key-file), never an argument."
        })
public final class ExtractaDelete {

    /** A little longer than calls in flight may take. */
    private static final Duration SHUTDOWN_TIMEOUT = DeletionJob.SHUTDOWN_GRACE_PERIOD.plusSeconds(15);

    private ExtractaDelete() {}

    /** Runs the program and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        ShutdownSignal shutdown = new ShutdownSignal();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            shutdown.request();
                            shutdown.await(SHUTDOWN_TIMEOUT);
                        },
                        "extracta-delete-stop"));
        Terminal terminal = Terminal.ofProcess(shutdown);
        System.setErr(terminal.err()); // for the log
        int exitCode = execute(terminal, arguments);
        shutdown.markEnded();
        System.exit(exitCode);
    }

    /** Runs the program and returns its exit code. */
    static int execute(Terminal terminal, String... arguments) {
        CommandLine commandLine = new CommandLine(new ExtractaDelete());
        DeleteCommand.addTo(commandLine, terminal);
        commandLine
                .addSubcommand(new PlanCommand(terminal))
                .addSubcommand(new ResumeCommand(terminal))
                .addSubcommand(new ExportCommand(terminal))
                .addSubcommand(new LedgerCommand(terminal))
                .addSubcommand(new SimulateCommand(terminal));
        commandLine.getCommandSpec().version(TransportSettings.defaults().userAgent());
        ErrorReporter errorReporter = new ErrorReporter(terminal.err());
        try {
            DecodedArguments.requireIntact(List.of(arguments), terminal.argumentEncoding());
        } catch (UsageException damaged) {
            return errorReporter.report(String.valueOf(damaged.getMessage()), commandLine);
        }
        int exitCode = commandLine
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setExpandAtFiles(false) // an id can begin with @
                .setPosixClusteredShortOptionsAllowed(false) // -yes would be --yes
                .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
                .setParameterExceptionHandler(errorReporter::reportUsage)
                .setExecutionExceptionHandler(errorReporter::reportFailure)
                .execute(arguments);
        return terminal.out().checkError() ? errorReporter.reportIncomplete("standard output", exitCode) : exitCode;
    }

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Log what the SDK does, with ids, to standard error.")
    void setVerbose(boolean verbose) {
        LogConfigurator.setVerbose(verbose);
    }
}
