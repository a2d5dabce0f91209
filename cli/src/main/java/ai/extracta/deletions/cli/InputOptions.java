package ai.extracta.deletions.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The source of rows. */
final class InputOptions {

    private static final String STANDARD_INPUT = "-";

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description =
                    "Read rows from this file; - is standard input. All rows are validated before anything is sent.")
    private Optional<String> from = Optional.empty();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "csv or jsonl (JSON Lines). By default the extension of the file decides: .csv, .jsonl, .ndjson.")
    private Optional<Format> format = Optional.empty();

    boolean isGiven() {
        return from.isPresent();
    }

    boolean isStandardInput() {
        return from.filter(STANDARD_INPUT::equals).isPresent();
    }

    /**
     * Copies the rows.
     *
     * @param kind the kind of every row, or empty if each row states it
     */
    Input read(Terminal terminal, Optional<Kind> kind) {
        String name = isStandardInput() ? "standard input" : source();
        try (InputStream rows =
                isStandardInput() ? new BufferedInputStream(terminal.in()) : Files.newInputStream(Path.of(source()))) {
            return SpooledInput.of(rows, name, format(), kind);
        } catch (IOException unreadable) {
            throw new UsageException("cannot read " + name + ": " + IoMessages.of(unreadable));
        }
    }

    private String source() {
        return from.orElseThrow(
                () -> new UsageException("name the source of the rows: --from FILE, or --from - for standard input"));
    }

    private Format format() {
        return format.or(() -> Format.ofFileName(source()))
                .orElseThrow(() -> new UsageException("name the format of "
                        + (isStandardInput() ? "standard input" : source()) + ": --format csv or --format jsonl"));
    }
}
