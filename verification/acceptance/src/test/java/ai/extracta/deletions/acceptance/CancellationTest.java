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
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.testsupport.TransportType;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportSettings;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Nothing is sent before it is subscribed to, and nothing that is cancelled in time is sent at all. */
class CancellationTest {

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    @EachTransport
    void sendsNothingBeforeItIsSubscribedTo(TransportType transport) {
        api.simulator().seed(2, 0, 0);
        ClassificationDeletions client = api.client(transport);
        Mono<DeletionReceipt> neverSubscribedTo = client.deleteClassification("cls-1");
        succeed(client.deleteClassification("cls-2"));

        assertThat(neverSubscribedTo).isNotNull();
        assertThat(api.bodies()).containsExactly("{\"classificationId\":\"cls-2\"}");
        assertThat(api.simulator().connections()).isEqualTo(1);
    }

    @EachTransport
    void connectsNowhereWhenItIsBuilt(TransportType transport) {
        ClassificationDeletions client = api.client(transport);
        StepVerifier.create(client.closeLater()).expectComplete().verify(SimulatorExtension.TIMEOUT);

        assertThat(api.simulator().connections()).isZero();
    }

    @EachTransport
    void sendsOneRequestForEachSubscription(TransportType transport) {
        api.simulator().answerAlways(Answer.status(204, ""));
        Mono<DeletionReceipt> call = api.client(transport).deleteClassification("cls-1");
        succeed(call);
        succeed(call);

        assertThat(api.bodies())
                .containsExactly("{\"classificationId\":\"cls-1\"}", "{\"classificationId\":\"cls-1\"}");
    }

    @EachTransport
    void sendsNothingForASubscriberThatRequestsNothing(TransportType transport) {
        api.simulator().seed(2, 0, 0);
        ClassificationDeletions client = api.client(transport);
        StepVerifier.create(client.deleteClassification("cls-1"), 0)
                .expectSubscription()
                .thenCancel()
                .verify(SimulatorExtension.TIMEOUT);
        succeed(client.deleteClassification("cls-2"));

        assertThat(api.bodies()).containsExactly("{\"classificationId\":\"cls-2\"}");
    }

    @EachTransport
    void closesTheConnectionOfACallThatIsCancelledInFlight(TransportType transport) {
        api.simulator().answerNext(Answer.noResponse());
        Disposable call = api.client(transport).deleteClassification("cls-1").subscribe();
        api.awaitRequests(1);
        call.dispose();

        api.simulator().awaitOpenConnections(0, SimulatorExtension.TIMEOUT);
    }

    @EachTransport
    void isUsableImmediatelyAfterItsOnlyCallWasCancelled(TransportType transport) {
        api.simulator().seed(1, 0, 0);
        api.simulator().answerNext(Answer.noResponse());
        ClassificationDeletions client =
                api.client(transport, builder -> builder.maxInFlight(1).maxWaiting(0));
        Disposable call = client.deleteClassification("cls-9").subscribe();
        api.awaitRequests(1);
        call.dispose();

        succeed(client.deleteClassification("cls-1"));
        api.simulator().awaitOpenConnections(1, SimulatorExtension.TIMEOUT);
    }

    @EachTransport
    void neverSendsACallThatIsCancelledWhileItWaitsForASlot(TransportType transport) {
        neverSendsACancelledCallBehindAnother(api.client(transport, builder -> builder.maxInFlight(1)));
    }

    @EachTransport
    void neverSendsACallWhoseDeadlinePassesWhileItWaitsForASlot(TransportType transport) {
        api.simulator().seed(3, 0, 0);
        api.simulator().answerNext(Answer.rateLimited(Duration.ofSeconds(1)));
        ClassificationDeletions client = api.client(transport, builder -> builder.deadline(Duration.ofMillis(800)));
        StepVerifier.create(client.deleteClassification("cls-1"))
                .expectError(ResponseException.class)
                .verify(SimulatorExtension.TIMEOUT);

        StepVerifier.create(client.deleteClassification("cls-2"))
                .expectErrorSatisfies(CancellationTest::isRejected)
                .verify(SimulatorExtension.TIMEOUT);
        succeed(client.deleteClassification("cls-3"));
        assertThat(api.bodies())
                .containsExactly("{\"classificationId\":\"cls-1\"}", "{\"classificationId\":\"cls-3\"}");
    }

    @EachTransport
    void neverSendsACallWhoseTimePassesWhileItWaitsForAConnection(TransportType transport) {
        api.simulator().seed(3, 0, 0);
        api.simulator().answerNext(Answer.noResponse());
        HttpTransport shared = api.transport(
                transport, TransportSettings.builder().maxConnections(1).build());
        Disposable first = api.closeAtEnd(api.builder().transport(shared).build())
                .deleteClassification("cls-1")
                .subscribe();
        api.awaitRequests(1);
        ClassificationDeletions impatient = api.closeAtEnd(api.builder()
                .transport(shared)
                .retryPolicy(RetryPolicy.none())
                .attemptDeadline(Duration.ofSeconds(1))
                .build());
        StepVerifier.create(impatient.deleteClassification("cls-2"))
                .expectErrorSatisfies(CancellationTest::isTimedOutUnsent)
                .verify(SimulatorExtension.TIMEOUT);
        first.dispose();

        succeed(impatient.deleteClassification("cls-3"));
        assertThat(api.bodies())
                .containsExactly("{\"classificationId\":\"cls-1\"}", "{\"classificationId\":\"cls-3\"}");
    }

    @EachTransport
    void neverSendsACallThatIsCancelledWhileItWaitsForAConnection(TransportType transport) {
        HttpTransport shared = api.transport(
                transport, TransportSettings.builder().maxConnections(1).build());
        neverSendsACancelledCallBehindAnother(
                api.closeAtEnd(api.builder().transport(shared).build()));
    }

    private void neverSendsACancelledCallBehindAnother(ClassificationDeletions client) {
        api.simulator().seed(3, 0, 0);
        api.simulator().answerNext(Answer.noResponse());
        Disposable first = client.deleteClassification("cls-1").subscribe();
        api.awaitRequests(1);
        Disposable queued = client.deleteClassification("cls-2").subscribe();
        queued.dispose();
        first.dispose();

        succeed(client.deleteClassification("cls-3"));
        assertThat(api.bodies())
                .containsExactly("{\"classificationId\":\"cls-1\"}", "{\"classificationId\":\"cls-3\"}");
    }

    @EachTransport
    void runsOneCallAfterTheOtherWithASingleSlotAndNoQueue(TransportType transport) {
        api.simulator().answerAlways(Answer.status(204, ""));
        ClassificationDeletions client =
                api.client(transport, builder -> builder.maxInFlight(1).maxWaiting(0));

        StepVerifier.create(Flux.range(1, 200).concatMap(i -> client.deleteClassification("cls-" + i)))
                .expectNextCount(200)
                .expectComplete()
                .verify(SimulatorExtension.TIMEOUT);
        assertThat(api.simulator().connections()).isEqualTo(1);
    }

    @EachTransport
    void keepsTheOrderOfCallsThatFollowEachOther(TransportType transport) {
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
        StepVerifier.create(call).expectNextCount(1).expectComplete().verify(SimulatorExtension.TIMEOUT);
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
