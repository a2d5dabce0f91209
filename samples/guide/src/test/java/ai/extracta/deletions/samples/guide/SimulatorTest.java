package ai.extracta.deletions.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testkit.Chaos;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testkit.TestOutcomes;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class SimulatorTest {

    @BeforeAll
    static void warmUp() {
        Api.warmUp();
    }

    @Test
    void theReadmeTestsAConnectionThatIsLostAfterDeleting() {
        // snippet: simulator
        try (ExtractaSimulator simulator = ExtractaSimulator.start()) {
            simulator.seed(1, 1, 3);
            simulator.answerNext(Answer.disconnectAfterDeleting());
            eraseWith(simulator.baseUri(), simulator.apiKey());   // the code to test
            assertThat(simulator.deletions()).containsExactly(new DeleteBatch("cls-1", "cls-1-batch-1"));
        }
        // end
    }

    private static void eraseWith(URI baseUri, String apiKey) {
        try (ClassificationDeletions deletions = ClassificationDeletions.builder()
                .apiKey(ApiKey.of(apiKey))
                .baseUri(baseUri)
                .build()) {
            StepVerifier.create(deletions.deleteBatch("cls-1", "cls-1-batch-1"))
                    .expectError(DeletionException.class)
                    .verify(Api.TIMEOUT);
        }
    }

    // snippet: simulator-test
    @Test
    void aLostResponseIsReportedAsUnknown() {
        try (ExtractaSimulator simulator = ExtractaSimulator.start();
                ClassificationDeletions deletions = ClassificationDeletions.builder()
                        .apiKey(ApiKey.of(simulator.apiKey()))
                        .baseUri(simulator.baseUri())
                        .build()) {
            simulator.seed(1, 1, 3);   // cls-1, cls-1-batch-1, cls-1-batch-1-file-1 to -3
            simulator.answerNext(Answer.disconnectAfterDeleting());

            StepVerifier.create(deletions.deleteBatch("cls-1", "cls-1-batch-1"))
                    .expectErrorMatches(failure ->
                            failure instanceof DeletionException call && call.outcome() == Outcome.UNKNOWN)
                    .verify(Duration.ofSeconds(10));

            assertThat(simulator.deletions()).containsExactly(new DeleteBatch("cls-1", "cls-1-batch-1"));
        }
    }
    // end

    @Test
    void aMockAnswersAsTheClientWould() {
        // snippet: mock
        DeletionRequest request = new DeleteBatch("cls-1", "batch-8");

        Mono<DeletionReceipt> deleted = Mono.just(TestOutcomes.deleted(request));
        Mono<DeletionReceipt> throttled = Mono.error(TestOutcomes.responded(request, 429));
        // end

        StepVerifier.create(deleted).expectNextCount(1).expectComplete().verify(Api.TIMEOUT);
        StepVerifier.create(throttled)
                .expectErrorMatches(failure -> failure instanceof DeletionException call && call.isRetryable())
                .verify(Api.TIMEOUT);
    }

    @Test
    void faultsAreRandomAndRepeatable() {
        try (ExtractaSimulator simulator = ExtractaSimulator.start();
                ClassificationDeletions deletions = ClassificationDeletions.builder()
                        .apiKey(ApiKey.of(simulator.apiKey()))
                        .baseUri(simulator.baseUri())
                        .retryPolicy(RetryPolicy.includingUnknown().withMaxAttempts(20))
                        .attemptDeadline(Duration.ofSeconds(1))
                        .build()) {
            simulator.seed(1, 3, 1);

            // snippet: faults
            simulator.answerNext(Answer.rateLimited(Duration.ofSeconds(1)), Answer.serverError());
            simulator.answerBy(Chaos.seeded(42).recoveringAfter(3));   // afterwards: random, the same for the same seed
            // end

            StepVerifier.create(deletions.deleteAll(
                            Flux.range(1, 3).map(batch -> new DeleteBatch("cls-1", "cls-1-batch-" + batch))))
                    .expectNextCount(3)
                    .expectComplete()
                    .verify(Api.TIMEOUT);
            assertThat(simulator.deletions()).hasSize(3);
        }
    }
}
