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

    /** Which failures are retried. */
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
            description = "Do not ask for confirmation after showing the plan.")
    boolean yes;

    @Option(names = "--dry-run", description = "Do everything except sending.")
    boolean dryRun;

    @Option(
            names = "--ledger",
            paramLabel = "FILE",
            description = "Record in this file what was sent and what became of it, so that the job can be resumed.")
    Optional<Path> ledger = Optional.empty();

    @Option(
            names = "--failures",
            paramLabel = "FILE",
            description =
                    "Write every request that is not certainly deleted to this file, as rows that --from can read.")
    Optional<Path> failures = Optional.empty();

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description =
                    "Read the API key from this file; by default it is in the environment variable EXTRACTA_API_KEY.")
    Optional<Path> keyFile = Optional.empty();

    @Option(names = "--base-uri", paramLabel = "URI", description = "Where the API is, if not at Extracta.ai.")
    private Optional<URI> baseUri = Optional.empty();

    @Option(names = "--transport", paramLabel = "NAME", description = "netty or vertx. Default: ${DEFAULT-VALUE}.")
    String transport = "netty";

    @Option(names = "--concurrency", paramLabel = "N", description = "Calls in flight. Default: ${DEFAULT-VALUE}.")
    int concurrency = 16;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Maximum number of requests (rows or ids) per second. Those of one second still share calls.")
    private Optional<Double> rate = Optional.empty();

    @Option(
            names = "--max-files-per-call",
            paramLabel = "N",
            description = "Maximum number of files in one call. Default: ${DEFAULT-VALUE}.")
    int maxFilesPerCall = BulkOptions.defaults().maxFilesPerCall();

    @Option(
            names = "--retry",
            paramLabel = "POLICY",
            description =
                    "Which failures to retry, up to 3 attempts in all: safe, those that certainly deleted nothing and"
                            + " may pass; includingUnknown, also those that may have deleted; none."
                            + " Default: ${DEFAULT-VALUE}.")
    private Retry retry = Retry.SAFE;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Time limit of one call with all its attempts, such as 30s, the default, or 5m.")
    private Duration deadline = Duration.ofSeconds(30);

    @Option(names = "--fail-fast", description = "Stop at the first failure.")
    private boolean failFast;

    /** Rejects numbers out of range. */
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

    /** The files that --failures must not overwrite. */
    List<Path> filesToKeep() {
        return Stream.concat(ledger.stream(), keyFile.stream()).toList();
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
