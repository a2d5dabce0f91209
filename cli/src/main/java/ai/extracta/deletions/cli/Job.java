package ai.extracta.deletions.cli;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.FileLedger;
import ai.extracta.deletions.error.DeletionException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** From the plan, over the question, to the summary. */
final class Job {

    /** How long after Ctrl-C what is under way may take. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final ApiKey UNUSED_KEY = ApiKey.of("none");

    private final Shell shell;
    private final RunOptions options;
    private final String resume;

    /**
     * Prepares a job.
     *
     * @param shell where it was asked for
     * @param options how
     * @param resume the command that goes on with it
     */
    Job(Shell shell, RunOptions options, String resume) {
        this.shell = shell;
        this.options = options;
        this.resume = resume;
    }

    /** Does it and returns the exit code. */
    int run(Input input) throws IOException {
        try (Ledger ledger = Ledger.open(options.ledger())) {
            Survey survey = Survey.of(input, options.maxFilesPerCall(), ledger.file());
            shell.out().println(survey.describe());
            if (survey.requests() == 0) {
                shell.out().println("There is nothing to delete.");
                return ExitCodes.GONE;
            }
            ApiKey key = options.isDryRun()
                    ? UNUSED_KEY
                    : KeySource.read(options.keyFile(), shell.environment(), shell.err());
            if (survey.open() > 0 && !isWanted()) {
                shell.out().println("Nothing was sent.");
                return ExitCodes.NOT_SENT;
            }
            shell.stop().begin();
            return delete(input, survey.requests(), key, options.bulk(ledger.file()));
        }
    }

    private boolean isWanted() {
        if (options.isConfirmed() || options.isDryRun()) {
            return true;
        }
        if (!shell.isInteractive()) {
            throw new UsageException("there is nobody to ask here; check the plan above, then add --yes to delete it");
        }
        return shell.dialogue()
                .orElseThrow()
                .apply("Delete this? Type yes: ")
                .strip()
                .equals("yes");
    }

    private int delete(Input input, long requests, ApiKey key, BulkOptions.Builder bulk) throws IOException {
        try (FailureLog failures = FailureLog.to(options.failures(), shell.err())) {
            Report report = report(input, requests, key, bulk, failures);
            failures.print();
            report.failure()
                    .filter(failure -> !(failure instanceof DeletionException)) // that one is among the failures
                    .ifPresent(failure -> shell.err().println("ended early: " + failure.getMessage()));
            report.print(shell.out());
            if (!report.isSettled() && (options.ledger().isPresent() || report.count(Fate.DELETED) > 0)) {
                shell.out().println(resume);
            }
            return report.exitCode();
        }
    }

    private Report report(Input input, long requests, ApiKey key, BulkOptions.Builder bulk, FailureLog failures)
            throws IOException {
        try (Connection connection = Connection.with(options, key);
                ProgressDisplay display = ProgressDisplay.on(shell, requests)) {
            return new Run(connection.client(), shell.stop(), PATIENCE, failures)
                    .of(input, options.paced(input.requests()), bulk.expected(requests), display);
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
