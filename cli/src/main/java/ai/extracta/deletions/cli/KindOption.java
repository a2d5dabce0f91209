package ai.extracta.deletions.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The kind of every row, for rows that do not state it. */
final class KindOption {

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "What each row deletes: files, batch or classification. By default each row states its type.")
    Optional<Kind> kind = Optional.empty();
}
