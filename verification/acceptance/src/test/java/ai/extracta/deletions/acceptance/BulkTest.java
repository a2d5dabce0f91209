package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.AlreadyAbsent;
import ai.extracta.deletions.bulk.DeletionResult.Deleted;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.bulk.DeletionResult.Skipped;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.ledger.FileLedger;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.testsupport.TransportType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** Streams of deletions over real sockets. */
class BulkTest {

    private static final int FILES = 20_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(50);

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    @TempDir
    Path folder;

    private static DeletionRequest file(int number) {
        return file("cls-1-batch-1-file-" + number);
    }

    private static DeletionRequest file(String id) {
        return new DeleteFiles("cls-1", "cls-1-batch-1", List.of(id));
    }

    private static List<DeletionResult> results(Flux<DeletionResult> stream) {
        return Objects.requireNonNull(stream.collectList().block(TIMEOUT)).stream()
                .sorted(Comparator.comparing(DeletionResult::index))
                .toList();
    }

    @EachTransport
    void manyFilesGoInFewCallsAndNothingElseIsDeleted(TransportType transport) {
        api.simulator().seed(1, 2, FILES);

        List<DeletionResult> results =
                results(api.client(transport).deleteAll(Flux.range(1, FILES).map(BulkTest::file)));

        assertThat(results).hasSize(FILES).hasOnlyElementsOfType(Deleted.class);
        assertThat(api.simulator().requests()).hasSizeLessThanOrEqualTo(FILES / 100 * 102 / 100);
        assertThat(api.simulator().classifications()).singleElement().satisfies(remaining -> assertThat(
                        remaining.batches())
                .extracting(batch -> batch.fileIds().size())
                .containsExactly(0, FILES));
    }

    @EachTransport
    void aBadIdIsNamedAndItsNeighboursAreDeleted(TransportType transport) {
        api.simulator().seed(1, 1, 50);
        Flux<DeletionRequest> requests = Flux.concat(Flux.range(1, 50).map(BulkTest::file), Flux.just(file("typo")));

        List<DeletionResult> results = results(api.client(transport).deleteAll(requests));

        assertThat(results.subList(0, 50)).hasOnlyElementsOfType(Deleted.class);
        Failed bad = (Failed) results.get(50);
        assertThat(bad.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(bad.remaining()).containsExactly(file("typo"));
    }

    @EachTransport
    void aLostResponseIsResolvedFileByFile(TransportType transport) {
        api.simulator().seed(1, 1, 3);
        api.simulator().answerNext(Answer.disconnectAfterDeleting());

        List<DeletionResult> results = results(api.client(transport)
                .withRetryPolicy(RetryPolicy.includingUnknown())
                .deleteAll(Flux.range(1, 3).map(BulkTest::file)));

        assertThat(results).hasSize(3).hasOnlyElementsOfType(AlreadyAbsent.class);
    }

    @EachTransport
    void aWrongKeyEndsTheStream(TransportType transport) {
        api.simulator().seed(1, 1, 1);
        api.simulator().answerAlways(Answer.status(401, "{\"status\":\"error\"}"));

        StepVerifier.create(api.client(transport).deleteAll(Flux.just(file(1))))
                .expectNextMatches(result -> ((Failed) result).outcome() == Outcome.REFUSED)
                .expectErrorMatches(failure -> ((ResponseException) failure).status() == 401)
                .verify(TIMEOUT);
    }

    @EachTransport
    void aRestartedJobSkipsWhatIsDeleted(TransportType transport) throws IOException {
        api.simulator().seed(1, 1, 300);
        ClassificationDeletions client = api.client(transport);
        Flux<DeletionRequest> requests = Flux.range(1, 300).map(BulkTest::file);
        Path file = folder.resolve("job.ledger");

        try (FileLedger ledger = FileLedger.open(file)) {
            BulkOptions options = BulkOptions.builder().ledger(ledger).build();
            assertThat(results(client.deleteAll(requests.take(200), options))).hasOnlyElementsOfType(Deleted.class);
        }
        int before = api.simulator().requests().size();
        try (FileLedger ledger = FileLedger.open(file)) {
            BulkOptions options = BulkOptions.builder().ledger(ledger).build();
            List<DeletionResult> results = results(client.deleteAll(requests, options));
            assertThat(results.subList(0, 200)).hasOnlyElementsOfType(Skipped.class);
            assertThat(results.subList(200, 300)).hasOnlyElementsOfType(Deleted.class);
        }
        assertThat(api.simulator().requests()).hasSize(before + 1);
    }
}
