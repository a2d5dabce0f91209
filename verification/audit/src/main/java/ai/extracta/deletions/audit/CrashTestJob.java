package ai.extracta.deletions.audit;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.TransportSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;

/** The job that is killed, in its own JVM: executes the requests in a file. The API key is in the environment. */
final class CrashTestJob {

    static final int ALL_DELETED = 0;
    static final int NOT_ALL_DELETED = 3;

    /** Prefix of the user agent; the number of the run follows. */
    static final String USER_AGENT = "crash-test/";

    private static final Duration ATTEMPT_DEADLINE = Duration.ofSeconds(2);
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    /** Low, so that the job takes long enough to be killed midway. */
    private static final int CONCURRENCY = 4;

    /** Far longer than the source takes, so that all requests are in one plan even on a slow machine. */
    private static final Duration LINGER = Duration.ofSeconds(30);

    private CrashTestJob() {}

    /** Arguments: transport, base URI, number of the run, file of requests, location of the ledger, file of results. */
    public static void main(String[] arguments) throws IOException {
        List<DeletionRequest> requests = Files.readAllLines(Path.of(arguments[3])).stream()
                .map(AtomicDeletions::parse)
                .toList();
        boolean allDeleted;
        try (DeletionLedger ledger = TestedLedger.open(arguments[4]);
                Writer results = Files.newBufferedWriter(Path.of(arguments[5]));
                ClassificationDeletions client = client(arguments[0], arguments[1], arguments[2])) {
            BulkOptions options = BulkOptions.builder()
                    .concurrency(CONCURRENCY)
                    .linger(LINGER)
                    .ledger(ledger)
                    .build();
            allDeleted = Boolean.TRUE.equals(client.deleteAll(Flux.fromIterable(requests), options)
                    .doOnNext(result -> print(result, results))
                    .reduce(true, (soFar, result) -> soFar && result.isGone())
                    .block());
        }
        System.exit(allDeleted ? ALL_DELETED : NOT_ALL_DELETED);
    }

    private static ClassificationDeletions client(String transport, String baseUri, String run) {
        return ClassificationDeletions.builder()
                .apiKey(ApiKey.fromEnvironment())
                .baseUri(URI.create(baseUri))
                .transport(transport)
                .transportSettings(
                        TransportSettings.builder().userAgent(USER_AGENT + run).build())
                .retryPolicy(AuditedRetryPolicy.INCLUDING_UNKNOWN.toRetryPolicy())
                .attemptDeadline(ATTEMPT_DEADLINE)
                .deadline(DEADLINE)
                .build();
    }

    /** Flushes each result: once reported, it must be true. */
    private static void print(DeletionResult result, Writer results) {
        try {
            results.write(new CrashTestResult(
                            result.index(), result.isGone(), result.getClass().getSimpleName())
                    + "\n");
            results.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
