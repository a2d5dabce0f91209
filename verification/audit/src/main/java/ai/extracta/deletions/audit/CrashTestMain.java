package ai.extracta.deletions.audit;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The crash test from the command line. */
@Command(
        name = "bin/crash-test",
        customSynopsis = "bin/crash-test [options]",
        sortOptions = false,
        description =
                "Repeatedly kills and restarts a job that deletes with a ledger, and compares what the ledger and the"
                        + " job report with what happened on a simulator with fault injection.",
        footer = "Exits with 0 if there is no violation, 1 if there is one, 2 if an option is invalid.")
final class CrashTestMain extends AuditProgram {

    /** After more kills, hardly any work is left for a job. */
    private static final int KILLS_PER_JOB = 8;

    @Option(
            names = "--kills",
            paramLabel = "N",
            order = 1,
            description = "number of kills for each transport (${DEFAULT-VALUE})")
    int kills = 200;

    @Option(
            names = "--ledger",
            paramLabel = "NAME",
            order = 4,
            description = "file, r2dbc for one in a PostgreSQL that is started for it, or all (${DEFAULT-VALUE})")
    String ledger = LedgerType.FILE.option();

    /** Where jobs keep their ledgers. */
    enum LedgerType {
        FILE,
        R2DBC;

        String option() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static void main(String[] arguments) {
        System.exit(of(new CrashTestMain()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        requirePositive("kills", kills);
        List<String> transports =
                selectedTransports().stream().map(provider -> provider.name()).toList();
        List<LedgerType> ledgers = select("ledger", ledger, List.of(LedgerType.values()), LedgerType::option);
        out().printf("seed %d, %d kills for each transport and ledger%n%n", seed, kills);
        int violations = 0;
        for (String name : transports) {
            for (LedgerType type : ledgers) {
                CrashTestSummary summary =
                        runJobs(name, type, seed, kills, commandLine().getErr());
                violations += summary.violations();
                out().println(summary.table(name + ", ledger " + type.option()));
            }
        }
        return finish(violations, out());
    }

    /** Runs jobs until there were enough kills or there is a violation. */
    static CrashTestSummary runJobs(String transport, LedgerType type, long seed, int kills, PrintWriter progress)
            throws IOException, InterruptedException {
        if (type == LedgerType.FILE) {
            return runJobs(
                    transport, folder -> new TestedLedger.InFile(folder.resolve("job.ledger")), seed, kills, progress);
        }
        try (LedgerServer server = LedgerServer.start()) {
            return runJobs(
                    transport, folder -> server.ledger(folder.getFileName().toString()), seed, kills, progress);
        }
    }

    private static CrashTestSummary runJobs(
            String transport, Function<Path, TestedLedger> ledgers, long seed, int kills, PrintWriter progress)
            throws IOException, InterruptedException {
        CrashTestSummary summary = new CrashTestSummary();
        for (int round = 0; summary.kills() < kills && summary.violations() == 0; round++) {
            Path folder = Files.createTempDirectory("crash-test-");
            new CrashTestRound(transport, 31 * seed + round, folder, ledgers.apply(folder), summary)
                    .run(Math.min(KILLS_PER_JOB, kills - summary.kills()));
            progress.println(transport + ": " + summary.kills() + " of " + kills + " kills");
            if (summary.violations() == 0) {
                Folders.delete(folder);
            } else {
                progress.println("the files of the job that violated an invariant are in " + folder);
            }
        }
        return summary;
    }
}
