package ai.extracta.deletions.cli;

import ai.extracta.deletions.ledger.FileLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Exports a ledger. */
@Command(
        name = "export",
        description = "Writes the records of a ledger as JSON Lines, for an audit.",
        customSynopsis = "extracta-delete export --ledger FILE [--to FILE]")
final class ExportCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(names = "--ledger", paramLabel = "FILE", required = true, description = "The ledger.")
    private Path ledger = Path.of("");

    @Option(names = "--to", paramLabel = "FILE", description = "Write to this new file instead of standard output.")
    private Optional<Path> target = Optional.empty();

    ExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        requireFile(ledger);
        if (target.isPresent()) {
            NewFile.write(target.get(), file -> FileLedger.export(ledger, file));
        } else {
            FileLedger.export(ledger, terminal.out());
        }
        return ExitCodes.SUCCESS;
    }

    static void requireFile(Path ledger) {
        if (Files.isDirectory(ledger)) {
            throw new UsageException(ledger + " is a folder; name a ledger");
        }
        if (!Files.exists(ledger)) {
            throw new UsageException("there is no ledger " + ledger);
        }
    }
}
