package ai.extracta.deletions.audit;

import picocli.CommandLine.Option;

/** How the workers are audited. */
final class WorkerAuditOptions {

    private static final int REQUESTS = 50_000;
    private static final int KILLS = 10;
    private static final int RESTARTS = 1;

    @Option(
            names = "--workers",
            paramLabel = "N",
            order = 6,
            required = true,
            description = "number of processes that share the work")
    int workers;

    @Option(names = "--requests", paramLabel = "R", order = 7, description = "number of messages (" + REQUESTS + ")")
    int requests = REQUESTS;

    @Option(
            names = "--kills",
            paramLabel = "K",
            order = 8,
            description = "number of workers that are killed; half as many are replaced orderly (" + KILLS + ")")
    int kills = KILLS;

    @Option(
            names = "--restarts",
            paramLabel = "M",
            order = 9,
            description = "how often the broker, and the database, is restarted (" + RESTARTS + ")")
    int restarts = RESTARTS;

    @Option(
            names = "--ledger",
            paramLabel = "NAME",
            order = 10,
            description = "none, r2dbc for one in a PostgreSQL that is started for it, or all (none)")
    String ledger = WorkerLedger.NONE.toString();
}
