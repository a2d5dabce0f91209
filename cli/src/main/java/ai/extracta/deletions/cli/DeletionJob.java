package ai.extracta.deletions.cli;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.ledger.FileLedger;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows the plan, asks for confirmation, deletes and prints the summary. */
final class DeletionJob {

    /** How long calls that have started may take after Ctrl-C. */
    static final Duration SHUTDOWN_GRACE_PERIOD = Duration.ofSeconds(5);

    private static final ApiKey UNUSED_KEY = ApiKey.of("none");

    private final Terminal terminal;
    private final RunOptions options;
    private final String resumeHint;

    DeletionJob(Terminal terminal, RunOptions options, String resumeHint) {
        this.terminal = terminal;
        this.options = options;
        this.resumeHint = resumeHint;
    }

    /** Returns the exit code. */
    int run(Input input) throws IOException {
        Optional<Path> file = options.ledger;
        try (@Nullable DeletionLedger opened = file.isPresent() ? FileLedger.open(file.get()) : null) {
            Optional<DeletionLedger> ledger = Optional.ofNullable(opened);
            InputSummary summary = InputSummary.of(input, options.maxFilesPerCall, ledger);
            terminal.out().println(summary.describe());
            if (summary.requests() == 0) {
                terminal.out().println("There is nothing to delete.");
                return ExitCodes.SUCCESS;
            }
            ApiKey key = options.dryRun
                    ? UNUSED_KEY
                    : ApiKeyReader.read(options.keyFile, terminal.environment(), terminal.err());
            URI baseUri = options.server.baseUri(terminal.environment());
            try (ClassificationDeletions client = options.client(key, baseUri, terminal.environment())) {
                terminal.out().println("Server: " + baseUri);
                if (terminal.out().checkError()) {
                    return ExitCodes.NOT_SENT; // nothing is deleted that was not shown
                }
                if (summary.pending() > 0 && !isConfirmed()) {
                    terminal.out().println("Nothing was sent.");
                    return ExitCodes.NOT_SENT;
                }
                terminal.shutdown().markActive();
                return delete(input, summary.requests(), client, options.bulk(ledger));
            }
        }
    }

    private boolean isConfirmed() {
        if (options.yes || options.dryRun) {
            return true;
        }
        return terminal.prompt()
                .orElseThrow(() -> new UsageException(
                        "there is no terminal to confirm on; check the plan above, then add --yes to delete it"))
                .apply("Delete this? Type yes: ")
                .strip()
                .equals("yes");
    }

    private int delete(Input input, long requests, ClassificationDeletions client, BulkOptions.Builder bulk) {
        FailureLog failures = FailureLog.to(options.failures(), terminal.err());
        int exitCode;
        try (failures) {
            RunSummary summary = execute(input, requests, client, bulk, failures);
            failures.print();
            summary.failure()
                    .filter(failure -> !(failure instanceof DeletionException)) // already among the failures
                    .ifPresent(failure -> terminal.err().println("ended early: " + failure.getMessage()));
            summary.print(terminal.out());
            if (!summary.isFinal()
                    && (options.ledger.isPresent()
                            || summary.count(ResultCategory.DELETED) > 0
                            || summary.isUnreachable())) {
                terminal.out().println(resumeHint);
            }
            exitCode = summary.exitCode();
        }
        return failures.isComplete() ? exitCode : ExitCodes.incomplete(exitCode);
    }

    private RunSummary execute(
            Input input, long requests, ClassificationDeletions client, BulkOptions.Builder bulk, FailureLog failures) {
        try (ProgressDisplay display = ProgressDisplay.on(terminal, requests)) {
            return new JobExecution(client, terminal.shutdown(), SHUTDOWN_GRACE_PERIOD, failures)
                    .execute(input, options.rateLimited(input.requests()), bulk.expectedRequests(requests), display);
        }
    }
}
