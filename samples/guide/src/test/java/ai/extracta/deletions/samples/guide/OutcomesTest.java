package ai.extracta.deletions.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class OutcomesTest {

    @RegisterExtension
    final Api api = new Api();

    private final ClassificationDeletions deletions = api.client();
    private final List<String> actions = new ArrayList<>();

    @Test
    void aReceiptIsRecorded() {
        verify("recorded 200");
        assertThat(api.simulator().deletions()).hasSize(1);
    }

    @Test
    void anUnknownOutcomeIsScheduledAgain() {
        api.simulator().answerNext(Answer.serverError());

        verify("scheduled cls-1");
    }

    @Test
    void aRefusalIsReported() {
        api.simulator().answerNext(Answer.status(403, ""));

        verify("reported REFUSED");
    }

    private void verify(String expected) {
        // snippet: did-it-happen
        Mono<Void> done = deletions.deleteBatch("cls-1", "batch-8")
                .flatMap(receipt -> record(receipt))       // it is deleted
                .onErrorResume(DeletionException.class, failure -> failure.isRetryable()
                        ? scheduleRetry(failure.request()) // not sent, unknown, or refused for the moment (429)
                        : report(failure));                // refused: somebody has to fix something
        // end
        StepVerifier.create(done).expectComplete().verify(Api.TIMEOUT);
        assertThat(actions).containsExactly(expected);
    }

    @Test
    void anUnknownOutcomeIsSettledByAnotherAttempt() {
        api.simulator().answerNext(Answer.disconnectAfterDeleting());

        // snippet: certainty
        ClassificationDeletions persistent = deletions
                .withRetryPolicy(RetryPolicy.includingUnknown().withMaxAttempts(10))
                .withDeadline(Duration.ofMinutes(5));

        Mono<DeletionReceipt> receipt = persistent.deleteBatch("cls-1", "batch-8");
        // end

        StepVerifier.create(receipt)
                .assertNext(it -> {
                    assertThat(it.confirmation()).isEqualTo(Confirmation.ALREADY_ABSENT);
                    assertThat(it.attempts()).isEqualTo(2);
                })
                .expectComplete()
                .verify(Api.TIMEOUT);
    }

    @Test
    void aPolicyOfOnesOwnRetriesWhatItNames() {
        // snippet: retry-policy
        RetryPolicy policy = RetryPolicy.when(failure -> failure.outcome() == Outcome.NOT_SENT
                        || (failure instanceof ResponseException response && response.status() == 503))
                .withMaxAttempts(5)
                .withBackoff(Duration.ofMillis(100), Duration.ofSeconds(2))
                .withJitter(0.5);
        // end
        Answer unavailable = Answer.status(503, "");
        api.simulator().answerNext(unavailable, unavailable, unavailable, unavailable);

        StepVerifier.create(deletions.withRetryPolicy(policy).deleteBatch("cls-1", "batch-8"))
                .assertNext(receipt -> assertThat(receipt.attempts()).isEqualTo(5))
                .expectComplete()
                .verify(Api.TIMEOUT);
    }

    @Test
    void aKeyThatWasReplacedIsUsedFromTheNextAttemptOn() {
        Secrets secrets = () -> System.getenv(ApiKey.ENVIRONMENT_VARIABLE);

        // snippet: key-rotation
        ClassificationDeletions deletions = ClassificationDeletions.builder()
                .apiKey(ApiKey.supplier(() -> secrets.current()))   // for each attempt, again after a 401
                .build();
        // end

        StepVerifier.create(deletions.deleteBatch("cls-1", "batch-8").then(deletions.closeLater()))
                .expectComplete()
                .verify(Api.TIMEOUT);
        assertThat(api.simulator().deletions()).hasSize(1);
    }

    private interface Secrets {
        String current();
    }

    private Mono<Void> record(DeletionReceipt receipt) {
        return Mono.fromRunnable(() -> actions.add("recorded " + receipt.status()));
    }

    private Mono<Void> scheduleRetry(DeletionRequest request) {
        return Mono.fromRunnable(() -> actions.add("scheduled " + request.classificationId()));
    }

    private Mono<Void> report(DeletionException failure) {
        return Mono.fromRunnable(() -> actions.add("reported " + failure.outcome()));
    }
}
