package ai.extracta.deletions.cli;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.ledger.FileLedger;
import ai.extracta.deletions.ledger.LedgerSummary;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Verifies a ledger and sums up what it contains. */
@Command(
        name = "ledger",
        description = "Verifies a ledger, and shows how many requests are in which state. Changes nothing.",
        customSynopsis = "extracta-delete ledger FILE")
final class LedgerCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The ledger.")
    private Path ledger = Path.of("");

    LedgerCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        ExportCommand.requireFile(ledger);
        print(FileLedger.summarize(ledger), terminal.out());
        return ExitCodes.SUCCESS;
    }

    private static void print(LedgerSummary summary, PrintStream out) {
        line(out, "DELETED", count(summary, State.DELETED));
        line(out, "REFUSED, not deleted", count(summary, State.REFUSED));
        line(out, "STARTED, may be deleted", count(summary, State.STARTED));
        line(out, "PENDING, not deleted", count(summary, State.PENDING));
        line(out, "requests", summary.requests());
        out.printf(Locale.ROOT, "  %s%n", calls(summary));
        out.printf(Locale.ROOT, "  %s%n", size(summary));
        out.println(closingLine(summary));
    }

    private static long count(LedgerSummary summary, State state) {
        return summary.states().getOrDefault(state, 0L);
    }

    private static void line(PrintStream out, String name, long count) {
        out.printf(Locale.ROOT, "  %-24s %,12d%n", name, count);
    }

    private static String calls(LedgerSummary summary) {
        String calls = quantity(summary.calls(), "call");
        return summary.first().isEmpty()
                ? calls
                : calls + ", recorded from " + seconds(summary.first()) + " to " + seconds(summary.last());
    }

    private static String seconds(Optional<Instant> time) {
        return time.orElseThrow().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String size(LedgerSummary summary) {
        String size = quantity(summary.bytes(), "byte");
        return summary.requests() == 0
                ? size
                : String.format(Locale.ROOT, "%s, %,d for each request", size, summary.bytes() / summary.requests());
    }

    private static String closingLine(LedgerSummary summary) {
        String incomplete = summary.incompleteBytes() == 0
                ? "All records are intact."
                : "All records are intact but the last, which is incomplete: "
                        + quantity(summary.incompleteBytes(), "byte")
                        + ", as a crash leaves it, or as it is being written.";
        return summary.version() == 1
                ? incomplete + System.lineSeparator()
                        + "Its format is version 1: it can be exported, and not continued."
                : incomplete;
    }

    private static String quantity(long count, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
    }
}
