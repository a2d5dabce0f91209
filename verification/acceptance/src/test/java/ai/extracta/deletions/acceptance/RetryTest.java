package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.testsupport.TransportType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** What is retried, and what never is. */
class RetryTest {

    private static final RetryPolicy INCLUDING_UNKNOWN =
            RetryPolicy.includingUnknown().withBackoff(Duration.ZERO, Duration.ofMillis(10));

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    @EachTransport
    void retriesAfterTheDelayThatTheServerRequests(TransportType transport) {
        api.simulator().seed(1, 0, 0);
        api.simulator().answerNext(Answer.rateLimited(Duration.ofSeconds(1)));

        StepVerifier.create(api.client(transport).deleteClassification("cls-1"))
                .assertNext(receipt -> {
                    assertThat(receipt.attempts()).isEqualTo(2);
                    assertThat(receipt.confirmation()).isEqualTo(Confirmation.CONFIRMED);
                    assertThat(receipt.elapsed()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
                })
                .expectComplete()
                .verify(SimulatorExtension.TIMEOUT);
        assertThat(api.simulator().requests()).hasSize(2);
    }

    @EachTransport
    void pausesEveryCallWhileTheServerThrottles(TransportType transport) {
        api.simulator().seed(2, 0, 0);
        api.simulator().answerNext(Answer.rateLimited(Duration.ofSeconds(1)));
        ClassificationDeletions client = api.client(transport, builder -> builder.retryPolicy(RetryPolicy.none()));
        long start = System.nanoTime();
        StepVerifier.create(client.deleteClassification("cls-1")).expectError().verify(SimulatorExtension.TIMEOUT);
        StepVerifier.create(client.deleteClassification("cls-2"))
                .expectNextCount(1)
                .expectComplete()
                .verify(SimulatorExtension.TIMEOUT);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    /** The pause of the client must not outlast the pause of the call that caused it. */
    @EachTransport
    void retriesAfterAPauseEvenWithoutAQueue(TransportType transport) {
        Answer slowDown = Answer.rateLimited(Duration.ZERO);
        ClassificationDeletions client = api.client(transport, builder -> builder.maxInFlight(1)
                .maxWaiting(0)
                .retryPolicy(RetryPolicy.safe().withBackoff(Duration.ZERO, Duration.ofMillis(2))));
        Flux<Integer> attempts = Flux.range(1, 100)
                .doOnNext(i -> api.simulator().answerNext(slowDown, Answer.status(204, "")))
                .concatMap(i -> client.deleteClassification("cls-" + i))
                .map(receipt -> receipt.attempts());

        StepVerifier.create(attempts.distinct()).expectNext(2).expectComplete().verify(SimulatorExtension.TIMEOUT);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("unknownOutcomes")
    void neverRetriesAnUnknownOutcomeByDefault(TransportType transport, Answer answer) {
        api.simulator().seed(1, 0, 0);
        api.simulator().answerNext(answer);

        StepVerifier.create(api.client(transport).deleteClassification("cls-1"))
                .expectErrorSatisfies(failure -> endsUnknown(failure, 1))
                .verify(SimulatorExtension.TIMEOUT);
        assertThat(api.simulator().requests()).hasSize(1);
    }

    static Stream<Arguments> unknownOutcomes() {
        return TransportType.each(List.of(
                Answer.disconnectAfterDeleting(),
                Answer.truncatedBody(),
                Answer.serverError(),
                Answer.documentedBadRequest(),
                Answer.status(408, ""),
                Answer.status(503, ""),
                Answer.rawBytes("nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII))));
    }

    @EachTransport
    void neverRetriesATimeoutByDefault(TransportType transport) {
        api.simulator().seed(1, 0, 0);
        ClassificationDeletions client =
                api.client(transport, builder -> builder.attemptDeadline(Duration.ofSeconds(1)));
        StepVerifier.create(client.deleteClassification("cls-1"))
                .expectNextCount(1)
                .expectComplete()
                .verify(SimulatorExtension.TIMEOUT);
        api.simulator().answerNext(Answer.noResponse());

        StepVerifier.create(client.deleteClassification("cls-1"))
                .expectErrorSatisfies(failure -> endsUnknown(failure, 1))
                .verify(SimulatorExtension.TIMEOUT);
        assertThat(api.simulator().requests()).hasSize(2);
    }

    @EachTransport
    void resolvesALostResponseWhenConfigured(TransportType transport) {
        api.simulator().seed(1, 0, 0);
        api.simulator().answerNext(Answer.disconnectAfterDeleting());
        ClassificationDeletions client = api.client(transport, builder -> builder.retryPolicy(INCLUDING_UNKNOWN));

        StepVerifier.create(client.deleteClassification("cls-1"))
                .assertNext(receipt -> {
                    assertThat(receipt.confirmation()).isEqualTo(Confirmation.ALREADY_ABSENT);
                    assertThat(receipt.status()).isEqualTo(404);
                    assertThat(receipt.attempts()).isEqualTo(2);
                })
                .expectComplete()
                .verify(SimulatorExtension.TIMEOUT);
        assertThat(api.simulator().requests()).hasSize(2);
        assertThat(api.simulator().deletions()).hasSize(1);
    }

    @EachTransport
    void staysUnknownWhenNoAttemptResolvesIt(TransportType transport) {
        api.simulator().answerAlways(Answer.disconnectAfterDeleting());
        ClassificationDeletions client = api.client(transport, builder -> builder.retryPolicy(INCLUDING_UNKNOWN));

        StepVerifier.create(client.deleteClassification("cls-1"))
                .expectErrorSatisfies(failure -> {
                    endsUnknown(failure, 3);
                    assertThat(failure.getSuppressed()).hasSize(2);
                })
                .verify(SimulatorExtension.TIMEOUT);
        assertThat(api.simulator().requests()).hasSize(3);
    }

    @EachTransport
    void isNotCertainAgainBecauseALaterAttemptWasRefused(TransportType transport) {
        api.simulator().answerNext(Answer.serverError(), Answer.status(403, ""));
        ClassificationDeletions client = api.client(transport, builder -> builder.retryPolicy(INCLUDING_UNKNOWN));

        StepVerifier.create(client.deleteClassification("cls-1"))
                .expectErrorSatisfies(failure -> endsUnknown(failure, 2))
                .verify(SimulatorExtension.TIMEOUT);
    }

    private static void endsUnknown(Throwable failure, int attempts) {
        assertThat(failure).isInstanceOfSatisfying(DeletionException.class, unknown -> {
            assertThat(unknown.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(unknown.attempts()).isEqualTo(attempts);
        });
    }
}
