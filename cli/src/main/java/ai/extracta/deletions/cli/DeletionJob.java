package ai.extracta.deletions.cli;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.ledger.FileLedger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** From the plan, over the question, to the summary. */
final class DeletionJob {

    /** How long after Ctrl-C what is under way may take. */
    static final Duration SHUTDOWN_GRACE_PERIOD = Duration.ofSeconds(5);

    private static final ApiKey UNUSED_KEY = ApiKey.of("none");

    private final Terminal shell;
    private final RunOptions options;
    private final String resumeHint;

    /**
     * Prepares a job.
     *
     * @param terminal where it was asked for
     * @param options how
     * @param resumeHint the command that goes on with it
     */
    DeletionJob(Terminal terminal, RunOptions options, String resumeHint) {
        this.shell = terminal;
        this.options = options;
        this.resumeHint = resumeHint;
    }

    /** Does it and returns the exit code. */
    int run(Input input) throws IOException {
        try (Ledger ledger = Ledger.open(options.ledger())) {
            InputSummary summary = InputSummary.of(input, options.maxFilesPerCall(), ledger.file());
            shell.out().println(summary.describe());
            if (summary.requests() == 0) {
                shell.out().println("There is nothing to delete.");
                return ExitCodes.SUCCESS;
            }
            ApiKey key = options.isDryRun()
                    ? UNUSED_KEY
                    : ApiKeyReader.read(options.keyFile(), shell.environment(), shell.err());
            if (summary.pending() > 0 && !isConfirmed()) {
                shell.out().println("Nothing was sent.");
                return ExitCodes.NOT_SENT;
            }
            shell.shutdown().markActive();
            return delete(input, summary.requests(), key, options.bulk(ledger.file()));
        }
    }

    private boolean isConfirmed() {
        if (options.isConfirmed() || options.isDryRun()) {
            return true;
        }
        if (!shell.isInteractive()) {
            throw new UsageException("there is nobody to ask here; check the plan above, then add --yes to delete it");
        }
        return shell.prompt()
                .orElseThrow()
                .apply("Delete this? Type yes: ")
                .strip()
                .equals("yes");
    }

    private int delete(Input input, long requests, ApiKey key, BulkOptions.Builder bulk) throws IOException {
        try (FailureLog failures = FailureLog.to(options.failures(), shell.err())) {
            RunSummary summary = execute(input, requests, key, bulk, failures);
            failures.print();
            summary.failure()
                    .filter(failure -> !(failure instanceof DeletionException)) // that one is among the failures
                    .ifPresent(failure -> shell.err().println("ended early: " + failure.getMessage()));
            summary.print(shell.out());
            if (!summary.isFinal() && (options.ledger().isPresent() || summary.count(ResultCategory.DELETED) > 0)) {
                shell.out().println(resumeHint);
            }
            return summary.exitCode();
        }
    }

    private RunSummary execute(Input input, long requests, ApiKey key, BulkOptions.Builder bulk, FailureLog failures)
            throws IOException {
        try (ManagedClient managedClient = ManagedClient.with(options, key);
                ProgressDisplay display = ProgressDisplay.on(shell, requests)) {
            return new JobExecution(managedClient.client(), shell.shutdown(), SHUTDOWN_GRACE_PERIOD, failures)
                    .execute(input, options.rateLimited(input.requests()), bulk.expectedRequests(requests), display);
        }
    }

    /** The ledger that was asked for, or none. */
    private record Ledger(Optional<DeletionLedger> file) implements AutoCloseable {

        static Ledger open(Optional<Path> file) throws IOException {
            return new Ledger(file.isPresent() ? Optional.of(FileLedger.open(file.get())) : Optional.empty());
        }

        @Override
        public void close() {
            file.ifPresent(DeletionLedger::close);
        }
    }
}
