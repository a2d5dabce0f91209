package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportSettings;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Nothing goes out before it is asked for, and nothing cancelled goes out at all. */
class CancellationTest {

    @RegisterExtension
    final Api api = new Api();

    @EachTransport
    void sendsNothingBeforeItIsSubscribedTo(Transport transport) {
        api.simulator().seed(2, 0, 0);
        ClassificationDeletions client = api.client(transport);
        Mono<DeletionReceipt> neverSubscribedTo = client.deleteClassification("cls-1");
        succeed(client.deleteClassification("cls-2"));

        assertThat(neverSubscribedTo).isNotNull();
        assertThat(api.bodies()).containsExactly("{\"classificationId\":\"cls-2\"}");
        assertThat(api.simulator().connections()).isEqualTo(1);
    }

    @EachTransport
    void connectsNowhereWhenItIsBuilt(Transport transport) {
        ClassificationDeletions client = api.client(transport);
        StepVerifier.create(client.closeLater()).expectComplete().verify(Api.LIMIT);

        assertThat(api.simulator().connections()).isZero();
    }

    @EachTransport
    void sendsOneRequestForEachSubscription(Transport transport) {
        api.simulator().answerAlways(Answer.status(204, ""));
        Mono<DeletionReceipt> call = api.client(transport).deleteClassification("cls-1");
        succeed(call);
        succeed(call);

        assertThat(api.bodies())
                .containsExactly("{\"classificationId\":\"cls-1\"}", "{\"classificationId\":\"cls-1\"}");
    }

    @EachTransport
    void sendsNothingForASubscriberThatRequestsNothing(Transport transport) {
        api.simulator().seed(2, 0, 0);
        ClassificationDeletions client = api.client(transport);
        StepVerifier.create(client.deleteClassification("cls-1"), 0)
                .expectSubscription()
                .thenCancel()
                .verify(Api.LIMIT);
        succeed(client.deleteClassification("cls-2"));

        assertThat(api.bodies()).containsExactly("{\"classificationId\":\"cls-2\"}");
    }

    @EachTransport
    void closesTheConnectionOfACallThatIsCancelledInFlight(Transport transport) {
        api.simulator().answerNext(Answer.never());
        Disposable call = api.client(transport).deleteClassification("cls-1").subscribe();
        api.awaitRequests(1);
        call.dispose();

        api.simulator().awaitOpenConnections(0, Api.LIMIT);
    }

    @EachTransport
    void isUsableAtOnceAfterItsOnlyCallWasCancelled(Transport transport) {
        api.simulator().seed(1, 0, 0);
        api.simulator().answerNext(Answer.never());
        ClassificationDeletions client =
                api.client(transport, builder -> builder.maxInFlight(1).maxWaiting(0));
        Disposable call = client.deleteClassification("cls-9").subscribe();
        api.awaitRequests(1);
        call.dispose();

        succeed(client.deleteClassification("cls-1"));
        api.simulator().awaitOpenConnections(1, Api.LIMIT);
    }

    @EachTransport
    void neverSendsACallThatIsCancelledWhileItWaitsForASlot(Transport transport) {
        api.simulator().seed(3, 0, 0);
        api.simulator().answerNext(Answer.never());
        ClassificationDeletions client = api.client(transport, builder -> builder.maxInFlight(1));
        Disposable first = client.deleteClassification("cls-1").subscribe();
        api.awaitRequests(1);
        Disposable waiting = client.deleteClassification("cls-2").subscribe();
        waiting.dispose();
        first.dispose();
        succeed(client.deleteClassification("cls-3"));

        assertThat(api.bodies())
                .containsExactly("{\"classificationId\":\"cls-1\"}", "{\"classificationId\":\"cls-3\"}");
    }

    @EachTransport
    void neverSendsACallWhoseDeadlinePassesWhileItWaitsForASlot(Transport transport) {
        api.simulator().seed(3, 0, 0);
        api.simulator().answerNext(Answer.rateLimited(Duration.ofSeconds(1)));
        ClassificationDeletions client = api.client(transport, builder -> builder.deadline(Duration.ofMillis(800)));
        StepVerifier.create(client.deleteClassification("cls-1"))
                .expectError(ResponseException.class)
                .verify(Api.LIMIT);

        StepVerifier.create(client.deleteClassification("cls-2"))
                .expectErrorSatisfies(CancellationTest::isRejected)
                .verify(Api.LIMIT);
        succeed(client.deleteClassification("cls-3"));
        assertThat(api.bodies())
                .containsExactly("{\"classificationId\":\"cls-1\"}", "{\"classificationId\":\"cls-3\"}");
    }

    @EachTransport
    void neverSendsACallWhoseTimePassesWhileItWaitsForAConnection(Transport transport) {
        api.simulator().seed(3, 0, 0);
        api.simulator().answerNext(Answer.never());
        HttpTransport shared = api.transport(
                transport, TransportSettings.builder().maxConnections(1).build());
        Disposable first = api.keep(api.builder().transport(shared).build())
                .deleteClassification("cls-1")
                .subscribe();
        api.awaitRequests(1);
        ClassificationDeletions impatient = api.keep(api.builder()
                .transport(shared)
                .retryPolicy(RetryPolicy.none())
                .attemptDeadline(Duration.ofSeconds(1))
                .build());
        StepVerifier.create(impatient.deleteClassification("cls-2"))
                .expectErrorSatisfies(CancellationTest::isTimedOutUnsent)
                .verify(Api.LIMIT);
        first.dispose();

        succeed(impatient.deleteClassification("cls-3"));
        assertThat(api.bodies())
                .containsExactly("{\"classificationId\":\"cls-1\"}", "{\"classificationId\":\"cls-3\"}");
    }

    @EachTransport
    void neverSendsACallThatIsCancelledWhileItWaitsForAConnection(Transport transport) {
        api.simulator().seed(3, 0, 0);
        api.simulator().answerNext(Answer.never());
        HttpTransport shared = api.transport(
                transport, TransportSettings.builder().maxConnections(1).build());
        ClassificationDeletions client =
                api.keep(api.builder().transport(shared).build());
        Disposable first = client.deleteClassification("cls-1").subscribe();
        api.awaitRequests(1);
        Disposable waiting = client.deleteClassification("cls-2").subscribe();
        waiting.dispose();
        first.dispose();

        succeed(client.deleteClassification("cls-3"));
        assertThat(api.bodies())
                .containsExactly("{\"classificationId\":\"cls-1\"}", "{\"classificationId\":\"cls-3\"}");
    }

    @EachTransport
    void runsOneCallAfterTheOtherWithASingleSlotAndNoWaitingLine(Transport transport) {
        api.simulator().answerAlways(Answer.status(204, ""));
        ClassificationDeletions client =
                api.client(transport, builder -> builder.maxInFlight(1).maxWaiting(0));

        StepVerifier.create(Flux.range(1, 200).concatMap(i -> client.deleteClassification("cls-" + i)))
                .expectNextCount(200)
                .expectComplete()
                .verify(Api.LIMIT);
        assertThat(api.simulator().connections()).isEqualTo(1);
    }

    @EachTransport
    void keepsTheOrderOfCallsThatFollowEachOther(Transport transport) {
        api.simulator().seed(3, 0, 0);
        ClassificationDeletions client =
                api.client(transport, builder -> builder.maxInFlight(1).maxWaiting(0));
        succeed(client.deleteClassification("cls-3")
                .then(client.deleteClassification("cls-1"))
                .then(client.deleteClassification("cls-2")));

        assertThat(api.bodies())
                .containsExactly(
                        "{\"classificationId\":\"cls-3\"}",
                        "{\"classificationId\":\"cls-1\"}",
                        "{\"classificationId\":\"cls-2\"}");
    }

    private static void succeed(Mono<DeletionReceipt> call) {
        StepVerifier.create(call).expectNextCount(1).expectComplete().verify(Api.LIMIT);
    }

    private static void isRejected(Throwable failure) {
        assertThat(failure).isInstanceOfSatisfying(CallRejectedException.class, rejected -> {
            assertThat(rejected.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(rejected.attempts()).isZero();
        });
    }

    private static void isTimedOutUnsent(Throwable failure) {
        assertThat(failure).isInstanceOfSatisfying(TransportFailedException.class, timedOut -> {
            assertThat(timedOut.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(timedOut.kind()).isEqualTo(Kind.TIMEOUT);
        });
    }
}
