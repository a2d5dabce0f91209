package ai.extracta.deletions.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionPlan;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.ledger.FileLedger;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.Answer;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class BulkTest {

    @RegisterExtension
    final Api api = new Api();

    private final ClassificationDeletions deletions = api.client();
    private final Flux<DeletionRequest> requests = Flux.just(
            new DeleteFiles("cls-1", "batch-1", List.of("f-1", "f-2")),
            new DeleteFiles("cls-1", "batch-1", List.of("f-3")),
            new DeleteBatch("cls-1", "batch-2"));

    @Test
    void whatFailedIsCollectedToBeRequestedAgain() {
        api.simulator().answerAlways(Answer.serverError());

        // snippet: delete-all
        Mono<List<DeletionRequest>> again = deletions.deleteAll(requests)   // any Publisher, finite or endless
                .ofType(DeletionResult.Failed.class)
                .flatMapIterable(DeletionResult.Failed::remaining)
                .collectList();
        // end

        StepVerifier.create(again)
                .assertNext(failed -> assertThat(failed)
                        .containsExactlyInAnyOrder(
                                new DeleteFiles("cls-1", "batch-1", List.of("f-1", "f-2")),
                                new DeleteFiles("cls-1", "batch-1", List.of("f-3")),
                                new DeleteBatch("cls-1", "batch-2")))
                .expectComplete()
                .verify(Api.TIMEOUT);
    }

    @Test
    void whatIsNotGoneIsLogged() throws InterruptedException {
        api.simulator().answerAlways(Answer.serverError());
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Log log = (format, result) -> lines.add(String.valueOf(result));

        // snippet: bulk-stream
        deletions.deleteAll(requests)                        // any Publisher<DeletionRequest>, finite or endless
                .filter(result -> !result.isGone())
                .doOnNext(result -> log.warn("{}", result))
                .subscribe();
        // end

        assertThat(lines.poll(Api.TIMEOUT.toSeconds(), TimeUnit.SECONDS)).contains("UNKNOWN");
    }

    private interface Log {
        void warn(String format, Object argument);
    }

    @Test
    void filesOfOneBatchAreOneCall() {
        StepVerifier.create(deletions.deleteAll(requests))
                .expectNextCount(3)
                .expectComplete()
                .verify(Api.TIMEOUT);

        assertThat(api.simulator().requests()).hasSize(2);
    }

    @Test
    void aPlanPrintsWhatTheGuideShows() {
        // snippet: plan
        List<DeletionRequest> requests = List.of(
                new DeleteFiles("cls-1", "batch-1", List.of("f-1", "f-2")),
                new DeleteFiles("cls-1", "batch-1", List.of("f-3")),
                new DeleteBatch("cls-1", "batch-2"),
                new DeleteClassification("cls-2"),
                new DeleteBatch("cls-2", "batch-5"));

        System.out.println(DeletionPlan.of(requests));
        // end

        assertThat(DeletionPlan.of(requests) + "\n").isEqualTo(Document.guide().block("plan-output"));
    }

    @Test
    void aPlanOfAnyRequestsPrintsWhatWouldBeSent() {
        List<DeletionRequest> requests = List.of(
                new DeleteClassification("cls-2"),
                new DeleteBatch("cls-2", "batch-5"),
                new DeleteBatch("cls-1", "batch-2"),
                new DeleteBatch("cls-1", "batch-3"),
                new DeleteBatch("cls-1", "batch-3"),
                new DeleteFiles("cls-1", "batch-1", List.of("f-1", "f-2", "f-3")));

        // snippet: bulk-plan
        System.out.println(DeletionPlan.of(requests));
        // end

        assertThat(DeletionPlan.of(requests) + "\n").isEqualTo(Document.bulk().block("bulk-plan-output"));
    }

    @Test
    void aSecondRunWithTheSameLedgerRepeatsOnlyWhatIsNotCertain(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("retention.ledger");
        List<DeletionResult> results = new ArrayList<>();
        run(file, results::add);
        run(file, results::add);

        assertThat(results.subList(3, 6)).allMatch(DeletionResult.Skipped.class::isInstance);
        assertThat(api.simulator().requests()).hasSize(2);
        export(file, folder.resolve("audit.jsonl"));
    }

    private void run(Path file, AuditLog auditLog) throws IOException {
        // snippet: ledger
        try (FileLedger ledger = FileLedger.open(file)) {
            deletions.withRetryPolicy(RetryPolicy.includingUnknown())
                    .deleteAll(requests, BulkOptions.builder().ledger(ledger).build())
                    .doOnNext(auditLog::write)
                    .blockLast();
        }
        // end
    }

    private static void export(Path file, Path audit) throws IOException {
        // snippet: ledger-export
        try (Writer lines = Files.newBufferedWriter(audit)) {
            FileLedger.export(file, lines);   // JSON Lines
        }
        // end
        assertThat(audit).content().contains("\"state\":\"DELETED\"").hasLineCount(3);
    }

    @Test
    void progressIsReported() {
        List<Long> shown = new ArrayList<>();
        Display display = (finished, requestsPerSecond, timeRemaining) -> shown.add(finished);

        // snippet: progress
        BulkOptions options = BulkOptions.builder()
                .expectedRequests(1_000_000)
                .progress(Duration.ofSeconds(5), progress -> display.show(
                        progress.finished(), progress.requestsPerSecond(), progress.estimatedTimeRemaining()))
                .build();
        // end

        StepVerifier.create(deletions.deleteAll(requests, options))
                .expectNextCount(3)
                .expectComplete()
                .verify(Api.TIMEOUT);
        assertThat(shown).last().isEqualTo(3L);
    }

    private interface Display {
        void show(long finished, double requestsPerSecond, Optional<Duration> timeRemaining);
    }

    @Test
    void optionsOfAStreamAndSettingsOfItsCallsAreSeparate() {
        List<String> lines = new ArrayList<>();
        ProgressLog log = (format, finished, expected) -> lines.add(finished + " of " + expected);

        // snippet: bulk-options
        BulkOptions options = BulkOptions.builder()
                .concurrency(32)                             // calls in flight; the client's maxInFlight applies too
                .progress(Duration.ofSeconds(5),
                        progress -> log.info("{} of {}", progress.finished(), progress.expectedRequests()))
                .expectedRequests(1_000_000)
                .build();

        Flux<DeletionResult> results = deletions
                .withRetryPolicy(RetryPolicy.includingUnknown())       // settings of single calls are the client's
                .withDeadline(Duration.ofMinutes(2))
                .deleteAll(requests, options);
        // end

        StepVerifier.create(results).expectNextCount(3).expectComplete().verify(Api.TIMEOUT);
        assertThat(lines).last().asString().startsWith("3 of ").contains("1000000");
    }

    private interface ProgressLog {
        void info(String format, Object finished, Object expected);
    }

    @Test
    void whatIsDeliveredAgainIsAbsent() {
        // snippet: not-found
        BulkOptions options = BulkOptions.builder().notFoundMeansAbsent().build();
        // end
        deletions.deleteAll(requests).blockLast(Api.TIMEOUT);

        StepVerifier.create(deletions.deleteAll(requests, options))
                .expectNextMatches(DeletionResult::isGone)
                .expectNextMatches(DeletionResult::isGone)
                .expectNextMatches(DeletionResult::isGone)
                .expectComplete()
                .verify(Api.TIMEOUT);
    }

    @Test
    void aStreamEndsWhenTheServerCannotBeReached() {
        URI closed = api.simulator().baseUri();
        ClassificationDeletions deletions =
                api.client(builder -> builder.baseUri(closed).retryPolicy(RetryPolicy.none()));
        api.simulator().close();
        Flux<DeletionRequest> requests = Flux.range(0, 100).map(number -> new DeleteBatch("cls-1", "batch-" + number));
        List<String> alarms = new ArrayList<>();
        Alarm alarm = alarms::add;

        // snippet: unreachable
        Flux<DeletionResult> results = deletions.deleteAll(requests)   // ends after 16 calls that could not connect
                .doOnError(TransportFailedException.class, failure -> alarm.raise("unreachable: " + failure.kind()));
        // end

        StepVerifier.create(results)
                .thenConsumeWhile(result -> result instanceof Failed failed && failed.outcome() == Outcome.NOT_SENT)
                .expectError(TransportFailedException.class)
                .verify(Api.TIMEOUT);
        assertThat(alarms).containsExactly("unreachable: CONNECT");
    }

    private interface Alarm {
        void raise(String what);
    }
}
