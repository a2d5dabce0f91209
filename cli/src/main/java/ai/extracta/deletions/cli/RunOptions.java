package ai.extracta.deletions.cli;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.model.DeletionRequest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** How to delete. */
final class RunOptions {

    /** What is tried again. */
    enum Retry {
        SAFE("safe"),
        INCLUDING_UNKNOWN("includingUnknown"),
        NONE("none");

        private final String label;

        Retry(String label) {
            this.label = label;
        }

        RetryPolicy policy() {
            return switch (this) {
                case SAFE -> RetryPolicy.safe();
                case INCLUDING_UNKNOWN -> RetryPolicy.includingUnknown();
                case NONE -> RetryPolicy.none();
            };
        }

        @Override
        public String toString() {
            return label;
        }
    }

    @Option(
            names = {"-y", "--yes"},
            description = "Delete without asking. Without it the plan is shown and you are asked.")
    private boolean yes;

    @Option(names = "--dry-run", description = "Do everything but sending.")
    private boolean dryRun;

    @Option(
            names = "--ledger",
            paramLabel = "FILE",
            description = "Remember in this file what was sent and what became of it, so that the job can be resumed.")
    private Optional<Path> ledger = Optional.empty();

    @Option(
            names = "--failures",
            paramLabel = "FILE",
            description = "Write whatever is not certain to be gone to this file, as JSON Lines that can be fed again.")
    private Optional<Path> failures = Optional.empty();

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description =
                    "Read the API key from this file; by default it is in the environment variable EXTRACTA_API_KEY.")
    private Optional<Path> keyFile = Optional.empty();

    @Option(names = "--base-uri", paramLabel = "URI", description = "Where the API is, if not at Extracta.ai.")
    private Optional<URI> baseUri = Optional.empty();

    @Option(names = "--transport", paramLabel = "NAME", description = "netty or vertx. Default: ${DEFAULT-VALUE}.")
    private String transport = "netty";

    @Option(names = "--concurrency", paramLabel = "N", description = "Calls at a time. Default: ${DEFAULT-VALUE}.")
    private int concurrency = 16;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description =
                    "Requests, which are rows or ids, per second at most. Those of one second are still sent in few calls.")
    private Optional<Double> rate = Optional.empty();

    @Option(
            names = "--max-files-per-call",
            paramLabel = "N",
            description = "Files of one batch in one call at most. Default: ${DEFAULT-VALUE}.")
    private int maxFilesPerCall = BulkOptions.defaults().maxFilesPerCall();

    @Option(
            names = "--retry",
            paramLabel = "POLICY",
            description =
                    "What to try again, up to 3 times in all: safe, what was certainly not deleted and may be the next time;"
                            + " includingUnknown, also what may have been; none. Default: ${DEFAULT-VALUE}.")
    private Retry retry = Retry.SAFE;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long one call may take with all its attempts, such as 30s, the default, or 5m.")
    private Duration deadline = Duration.ofSeconds(30);

    @Option(names = "--fail-fast", description = "Stop at the first failure.")
    private boolean failFast;

    /** Refuses numbers that make no sense. */
    void check() {
        requireAtLeast1("--concurrency", concurrency);
        requireAtLeast1("--max-files-per-call", maxFilesPerCall);
        rate.filter(number -> !(number > 0 && number <= 1_000_000)).ifPresent(number -> {
            throw new UsageException("--rate is " + number + "; it must be more than 0 and at most 1000000");
        });
    }

    static void requireAtLeast1(String option, int number) {
        if (number < 1) {
            throw new UsageException(option + " is " + number + "; it must be at least 1");
        }
    }

    boolean isConfirmed() {
        return yes;
    }

    boolean isDryRun() {
        return dryRun;
    }

    Optional<Path> ledger() {
        return ledger;
    }

    Optional<Path> failures() {
        return failures;
    }

    /** The files that must keep what is in them. */
    List<Path> files() {
        return Stream.concat(ledger.stream(), keyFile.stream()).toList();
    }

    Optional<Path> keyFile() {
        return keyFile;
    }

    String transport() {
        return transport;
    }

    int concurrency() {
        return concurrency;
    }

    int maxFilesPerCall() {
        return maxFilesPerCall;
    }

    ClassificationDeletions.Builder configure(ClassificationDeletions.Builder client) {
        baseUri.ifPresent(client::baseUri);
        return client.maxInFlight(concurrency).retryPolicy(retry.policy()).deadline(deadline);
    }

    BulkOptions.Builder bulk(Optional<DeletionLedger> deletionLedger) {
        BulkOptions.Builder bulk = BulkOptions.builder()
                .concurrency(concurrency)
                .maxFilesPerCall(maxFilesPerCall)
                .failFast(failFast)
                .dryRun(dryRun);
        deletionLedger.ifPresent(bulk::ledger);
        return rate.isPresent() ? bulk.linger(Duration.ofSeconds(1)) : bulk;
    }

    Flux<DeletionRequest> rateLimited(Flux<DeletionRequest> requests) {
        return rate.map(perSecond -> new RateLimiter(perSecond, Schedulers.parallel()).limit(requests))
                .orElse(requests);
    }
}
