package ai.extracta.deletions;

import static ai.extracta.deletions.FakeTransport.fails;
import static ai.extracta.deletions.FakeTransport.isSilent;
import static ai.extracta.deletions.FakeTransport.succeeds;
import static ai.extracta.deletions.Fixture.failure;
import static ai.extracta.deletions.Fixture.receipt;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.FakeTransport.Script;
import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.transport.SendListener;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportResponse;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.subscriber.TestSubscriber;

/** When its deadline expires, a call ends and reports the known outcome. */
class DeadlineTest {

    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Script WITHHELD = isSilent().after(SendListener::pending);
    private static final Script SENDING = WITHHELD.after(SendListener::pending).after(SendListener::sending);

    private final Fixture fixture = new Fixture();

    @Test
    void anAttemptThatHangsIsCancelledWhenItsTimeIsUp() {
        fixture.transport.then(isSilent());
        TestSubscriber<DeletionReceipt> call = fixture.call();

        fixture.pass(Duration.ofSeconds(10).minus(MILLI));
        assertThat(call.isTerminated()).isFalse();
        assertThat(fixture.transport.cancels).isZero();
        fixture.pass(MILLI);

        assertThat(timedOut(call))
                .hasMessage("may or may not be deleted (UNKNOWN): no complete response within PT10S; see deadline and"
                        + " attemptDeadline");
        assertThat(fixture.transport.cancels).isEqualTo(1);
    }

    @Test
    void aTransportThatSaidNothingMayHaveSent() {
        assertThat(outcomeOf(isSilent())).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void aTransportThatWithheldTheRequestDidNotSendIt() {
        assertThat(outcomeOf(WITHHELD)).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void aTransportThatBeganToSendMayHaveSent() {
        assertThat(outcomeOf(SENDING)).isEqualTo(Outcome.UNKNOWN);
        assertThat(outcomeOf(isSilent().after(SendListener::sending))).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void aTransportThatBeganToSendWhileItWasBeingCancelledMayHaveSent() {
        assertThat(outcomeOf(listener -> {
                    listener.pending();
                    return Mono.<TransportResponse>never().doOnCancel(listener::sending);
                }))
                .isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void aTransportThatReportsNotSentYetAfterSendingMayHaveSent() {
        assertThat(outcomeOf(listener -> {
                    listener.sending();
                    listener.pending();
                    return Mono.never();
                }))
                .isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void whatOneAttemptAnnouncedIsNotBelievedOfTheNext() {
        fixture.policy(RetryPolicy.safe().withMaxAttempts(2).withBackoff(Duration.ZERO, Duration.ZERO))
                .transport
                .then(WITHHELD, isSilent());
        TestSubscriber<DeletionReceipt> call = fixture.call();

        fixture.pass(Duration.ofSeconds(10));
        fixture.pass(Duration.ofSeconds(10));

        assertThat(timedOut(call).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(fixture.transport.exchanges()).isEqualTo(2);
    }

    @Test
    void theDeadlineOfTheCallEndsAnAttemptToo() {
        fixture.deadline(Duration.ofSeconds(4)).transport.then(isSilent());
        TestSubscriber<DeletionReceipt> call = fixture.call();

        fixture.pass(Duration.ofSeconds(4).minus(MILLI));
        assertThat(call.isTerminated()).isFalse();
        fixture.pass(MILLI);

        assertThat(timedOut(call)).hasMessageContaining("no complete response within PT4S");
    }

    @Test
    void theDeadlineCoversAllAttemptsAndPauses() {
        fixture.deadline(Duration.ofSeconds(25))
                .policy(RetryPolicy.includingUnknown().withBackoff(Duration.ZERO, Duration.ZERO))
                .transport
                .always(SENDING);
        TestSubscriber<DeletionReceipt> call = fixture.call();

        fixture.pass(Duration.ofSeconds(25).minus(MILLI));
        assertThat(call.isTerminated()).isFalse();
        assertThat(fixture.transport.exchanges()).isEqualTo(3);
        fixture.pass(MILLI);

        assertThat(timedOut(call).attempts()).isEqualTo(3);
        assertThat(fixture.transport.cancels).isEqualTo(3);
    }

    @Test
    void whoWaitedForASlotHasOnlyTheRestOfItsTime() {
        fixture.limits(1, 10).deadline(Duration.ofSeconds(5)).transport.always(isSilent());
        fixture.call();
        fixture.pass(Duration.ofSeconds(1));
        TestSubscriber<DeletionReceipt> waiting = fixture.call();

        fixture.pass(Duration.ofSeconds(5).minus(MILLI));
        assertThat(fixture.transport.exchanges()).isEqualTo(2);
        assertThat(waiting.isTerminated()).isFalse();
        fixture.pass(MILLI);

        assertThat(timedOut(waiting)).hasMessageContaining("no complete response within PT1S");
    }

    @Test
    void aSlotThatComesAtTheVeryDeadlineIsNotUsed() {
        fixture.limits(1, 10)
                .deadline(Duration.ofSeconds(5))
                .transport
                .then(isSilent())
                .always(succeeds());
        fixture.call();
        TestSubscriber<DeletionReceipt> waiting = fixture.call();

        fixture.pass(Duration.ofSeconds(5).minus(MILLI));
        assertThat(waiting.isTerminated()).isFalse();
        fixture.pass(MILLI);

        CallRejectedException failure = failure(CallRejectedException.class, waiting);
        assertThat(failure)
                .hasMessage("not deleted (NOT_SENT): the deadline of PT5S passed while waiting for a slot; raise the"
                        + " deadline or maxInFlight")
                .hasNoCause();
        assertThat(failure.attempts()).isZero();
        assertThat(fixture.transport.exchanges()).isEqualTo(1);
    }

    @Test
    void whoIsRequestedAfterTheDeadlineIsNotSent() {
        fixture.deadline(Duration.ofSeconds(5));
        DefaultClassificationDeletions client = fixture.client();
        Mono<DeletionReceipt> deletion = client.delete(Fixture.REQUEST);
        TestSubscriber<DeletionReceipt> late =
                TestSubscriber.builder().initialRequest(0).build();
        deletion.subscribe(late);

        fixture.pass(Duration.ofSeconds(5));
        late.request(1);

        assertThat(failure(CallRejectedException.class, late)).hasMessageContaining("the deadline of PT5S passed");
        assertThat(fixture.transport.exchanges()).isZero();
    }

    @Test
    void aFullQueueRejectsImmediately() {
        fixture.limits(1, 1).transport.always(isSilent());
        fixture.call();
        fixture.call();

        TestSubscriber<DeletionReceipt> call = fixture.call();

        assertThat(failure(CallRejectedException.class, call))
                .hasMessage("not deleted (NOT_SENT): too many calls wait for a slot already; raise maxWaiting or"
                        + " maxInFlight, or request less at a time");
        assertThat(fixture.transport.exchanges()).isEqualTo(1);
    }

    @Test
    void deadlinesOfForeverAreDeadlinesAllTheSame() {
        Duration forever = ChronoUnit.FOREVER.getDuration();
        fixture.limits(1, 1)
                .deadline(forever)
                .attemptDeadline(forever)
                .policy(RetryPolicy.safe().withBackoff(forever, forever).withMaxRetryAfter(forever))
                .transport
                .then(listener -> Mono.delay(Duration.ofDays(1), fixture.time)
                        .then(fails(Kind.TLS, false).apply(listener)))
                .then(succeeds());
        TestSubscriber<DeletionReceipt> first = fixture.call();
        TestSubscriber<DeletionReceipt> waiting = fixture.call();

        fixture.pass(Duration.ofDays(1));

        assertThat(failure(TransportFailedException.class, first).kind()).isEqualTo(Kind.TLS);
        assertThat(receipt(waiting).elapsed()).isEqualTo(Duration.ofDays(1));
    }

    private Outcome outcomeOf(Script script) {
        fixture.transport.then(script);
        TestSubscriber<DeletionReceipt> call = fixture.call();
        fixture.pass(Duration.ofSeconds(10));
        return timedOut(call).outcome();
    }

    private static TransportFailedException timedOut(TestSubscriber<DeletionReceipt> call) {
        TransportFailedException failure = failure(TransportFailedException.class, call);
        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        return failure;
    }
}
