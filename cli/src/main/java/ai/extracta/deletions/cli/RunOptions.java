package ai.extracta.deletions.cli;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.model.DeletionRequest;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
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
    private Optional<Path> failures = Optional.empty();

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description =
                    "Read the API key from this file; by default it is in the environment variable EXTRACTA_API_KEY.")
    Optional<Path> keyFile = Optional.empty();

    @Mixin
    final ServerOptions server = new ServerOptions();

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

    @Option(
            names = "--wait-for-server",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description =
                    "How long to wait for a server that cannot be reached before stopping; not at all by default.")
    private Duration waitForServer = Duration.ZERO;

    @Option(names = "--fail-fast", description = "Stop at the first failure.")
    private boolean failFast;

    /** Rejects numbers out of range. */
    void check() {
        requireAtLeast1("--concurrency", concurrency);
        requireAtLeast1("--max-files-per-call", maxFilesPerCall);
        ledger.ifPresent(RunOptions::requireUsable);
        failures.ifPresent(FailureLog::requireNoContent);
        if (failures.isPresent() && failures.map(RunOptions::location).equals(ledger.map(RunOptions::location))) {
            throw new UsageException("--failures would overwrite the ledger; name another file");
        }
        rate.filter(number -> !(number > 0 && number <= 1_000_000)).ifPresent(number -> {
            throw new UsageException("--rate is " + number + "; it must be more than 0 and at most 1000000");
        });
    }

    private static Path location(Path file) {
        return file.toAbsolutePath().normalize();
    }

    private static void requireUsable(Path ledger) {
        if (Files.isDirectory(ledger)) {
            throw new UsageException("the ledger " + ledger + " is a folder; name a file");
        }
        if (!Files.isDirectory(location(ledger).resolveSibling("."))) {
            throw new UsageException("the folder of the ledger " + ledger + " does not exist; create it first");
        }
    }

    static void requireAtLeast1(String option, int number) {
        if (number < 1) {
            throw new UsageException(option + " is " + number + "; it must be at least 1");
        }
    }

    /** Where to write what is not certainly deleted: nowhere in a dry run, which deletes nothing. */
    Optional<Path> failures() {
        return failures.filter(file -> !dryRun);
    }

    /**
     * Creates a client; nothing is sent yet.
     *
     * @throws UsageException if the base URI cannot be used
     */
    ClassificationDeletions client(ApiKey key, URI baseUri, Map<String, String> environment) {
        ClassificationDeletions.Builder client = ClassificationDeletions.builder()
                .apiKey(key)
                .baseUri(baseUri)
                .transport(server.transport.toString())
                .transportSettings(server.settings(environment))
                .maxInFlight(concurrency)
                .retryPolicy(retry.policy())
                .deadline(deadline);
        try {
            return client.build();
        } catch (IllegalArgumentException invalid) {
            // without the advice to call a method
            String problem =
                    String.valueOf(invalid.getMessage()).replaceFirst(", or call allowInsecureHttp\\(\\).*", "");
            throw new UsageException("--base-uri or " + ServerOptions.BASE_URL + ": " + problem);
        }
    }

    BulkOptions.Builder bulk(Optional<DeletionLedger> deletionLedger) {
        BulkOptions.Builder bulk = BulkOptions.builder()
                .concurrency(concurrency)
                .maxFilesPerCall(maxFilesPerCall)
                .failFast(failFast)
                .waitWhenUnreachable(waitForServer)
                .dryRun(dryRun);
        deletionLedger.ifPresent(bulk::ledger);
        return rate.isPresent() ? bulk.linger(Duration.ofSeconds(1)) : bulk;
    }

    Flux<DeletionRequest> rateLimited(Flux<DeletionRequest> requests) {
        return rate.map(perSecond -> new RateLimiter(perSecond, Schedulers.parallel()).limit(requests))
                .orElse(requests);
    }
}
