package ai.extracta.deletions.cli;

import ai.extracta.deletions.bulk.BulkOptions;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what rows would delete. */
@Command(
        name = "plan",
        description = "Shows what rows would delete, and in how many calls. Sends nothing and needs no key.",
        customSynopsis = "extracta-delete plan [OPTIONS] --from FILE")
final class PlanCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private InputOptions rows = new InputOptions();

    @Mixin
    private KindOption kindOption = new KindOption();

    @Option(
            names = "--max-files-per-call",
            paramLabel = "N",
            description = "Maximum number of files in one call. Default: ${DEFAULT-VALUE}.")
    private int maxFilesPerCall = BulkOptions.defaults().maxFilesPerCall();

    PlanCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        RunOptions.requireAtLeast1("--max-files-per-call", maxFilesPerCall);
        try (Input input = rows.read(terminal, kindOption.kind)) {
            InputSummary summary = InputSummary.of(input, maxFilesPerCall, Optional.empty());
            terminal.out().println(summary.describe());
            return ExitCodes.SUCCESS;
        }
    }
}
