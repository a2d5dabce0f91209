package ai.extracta.deletions.audit;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.ledger.FileLedger;
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

/** The job that is killed, in a JVM of its own: deletes what a file lists. The key is in the environment. */
final class CrashTestJob {

    static final int ALL_DELETED = 0;
    static final int NOT_ALL_DELETED = 3;

    /** By which the simulator knows what a run has sent. */
    static final String USER_AGENT = "kill-test/";

    private static final Duration ATTEMPT_DEADLINE = Duration.ofSeconds(2);
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    /** Few enough to make the job last long enough to be killed in the middle. */
    private static final int CONCURRENCY = 4;

    /** Far longer than the source takes: what a wider deletion takes along is planned together with it, however slow the machine. */
    private static final Duration LINGER = Duration.ofSeconds(30);

    private CrashTestJob() {}

    /** Takes the transport, the base URI, the number of the run, and the files with the requests, of the ledger and for the results. */
    public static void main(String[] arguments) throws IOException {
        List<DeletionRequest> requests = Files.readAllLines(Path.of(arguments[3])).stream()
                .map(AtomicDeletions::parse)
                .toList();
        boolean allDeleted;
        try (FileLedger ledger = FileLedger.open(Path.of(arguments[4]));
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

    /** Each at once, as whoever acts upon a result would. */
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
