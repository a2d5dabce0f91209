package ai.extracta.deletions;

import static ai.extracta.deletions.FakeTransport.fails;
import static ai.extracta.deletions.FakeTransport.isSilent;
import static ai.extracta.deletions.FakeTransport.succeeds;
import static ai.extracta.deletions.Fixture.failure;
import static ai.extracta.deletions.Fixture.receipt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.transport.TransportException.Kind;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.subscriber.TestSubscriber;

/** Another deadline for one call. */
class ViewTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MILLI = Duration.ofMillis(1);

    private final Fixture fixture = new Fixture().deadline(SECOND.multipliedBy(5));

    @Test
    void aCallThroughAViewHasTheDeadlineOfTheView() {
        fixture.transport.always(isSilent());
        TestSubscriber<DeletionReceipt> call = call(fixture.client().withDeadline(SECOND.multipliedBy(2)));

        fixture.pass(SECOND.multipliedBy(2).minus(MILLI));
        assertThat(call.isTerminated()).isFalse();
        fixture.pass(MILLI);

        assertThat(failure(TransportFailedException.class, call)).hasMessageContaining("within PT2S");
    }

    @Test
    void anAttemptThroughAViewHasTheDeadlineOfTheView() {
        fixture.transport.always(isSilent());
        TestSubscriber<DeletionReceipt> call = call(fixture.client().withAttemptDeadline(SECOND));

        fixture.pass(SECOND.minus(MILLI));
        assertThat(call.isTerminated()).isFalse();
        fixture.pass(MILLI);

        assertThat(failure(TransportFailedException.class, call)).hasMessageContaining("within PT1S");
    }

    @Test
    void aCallThroughAViewHasTheRetryPolicyOfTheViewAndTheClientStaysAsItWas() {
        fixture.policy(RetryPolicy.safe());
        fixture.transport.always(fails(Kind.CONNECT, false));
        TestSubscriber<DeletionReceipt> viaView = call(fixture.client().withRetryPolicy(RetryPolicy.none()));
        TestSubscriber<DeletionReceipt> viaClient = fixture.call();
        fixture.pass(SECOND.multipliedBy(4));

        assertThat(failure(TransportFailedException.class, viaView).attempts()).isEqualTo(1);
        assertThat(failure(TransportFailedException.class, viaClient).attempts())
                .isEqualTo(3);
    }

    @Test
    void bothCanBeChangedAndTheClientStaysAsItWas() {
        fixture.transport.always(isSilent());
        ClassificationDeletions view =
                fixture.client().withDeadline(SECOND.multipliedBy(20)).withAttemptDeadline(SECOND.multipliedBy(15));
        TestSubscriber<DeletionReceipt> viaView = call(view);
        TestSubscriber<DeletionReceipt> viaClient = fixture.call();

        fixture.pass(SECOND.multipliedBy(5));
        assertThat(failure(TransportFailedException.class, viaClient)).hasMessageContaining("within PT5S");
        assertThat(viaView.isTerminated()).isFalse();
        fixture.pass(SECOND.multipliedBy(10));

        assertThat(failure(TransportFailedException.class, viaView)).hasMessageContaining("within PT15S");
    }

    @Test
    void whoWaitsThroughAViewIsTurnedAwayAtItsDeadlineAndNeverSent() {
        fixture.limits(1, 10).transport.then(isSilent()).always(succeeds());
        fixture.call();
        TestSubscriber<DeletionReceipt> hurried = call(fixture.client().withDeadline(SECOND));
        TestSubscriber<DeletionReceipt> patient = call(fixture.client().withDeadline(SECOND.multipliedBy(6)));

        fixture.pass(SECOND);
        assertThat(failure(CallRejectedException.class, hurried)).hasMessageContaining("the deadline of PT1S passed");
        fixture.pass(SECOND.multipliedBy(4));

        assertThat(receipt(patient).elapsed()).isEqualTo(SECOND.multipliedBy(5));
        assertThat(fixture.transport.exchanges()).isEqualTo(2);
    }

    @Test
    void aViewSharesTheSlotsOfItsClient() {
        fixture.limits(1, 0).transport.always(isSilent());
        fixture.call();

        assertThat(failure(CallRejectedException.class, call(fixture.client().withDeadline(SECOND))))
                .hasMessageContaining("too many calls wait");
    }

    @Test
    void closingAViewClosesItsClient() {
        fixture.client().withDeadline(SECOND).close();

        assertThat(failure(CallRejectedException.class, fixture.call())).hasMessageContaining("the client is closed");
        assertThat(fixture.transport.closings).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void aDeadlineThatIsNotPositiveIsRefused(long nanos) {
        Duration deadline = Duration.ofNanos(nanos);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> fixture.client().withDeadline(deadline))
                .withMessage("deadline is " + deadline + "; it must be more than zero");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fixture.client().withAttemptDeadline(deadline))
                .withMessage("attemptDeadline is " + deadline + "; it must be more than zero");
    }

    @Test
    void aMissingDeadlineIsRefused() {
        assertThatNullPointerException().isThrownBy(() -> fixture.client().withDeadline(null));
        assertThatNullPointerException().isThrownBy(() -> fixture.client().withAttemptDeadline(null));
    }

    @Test
    void aDeadlineOfForeverIsADeadlineAllTheSame() {
        fixture.transport.then(succeeds());

        assertThat(receipt(call(fixture.client().withDeadline(ChronoUnit.FOREVER.getDuration())))
                        .status())
                .isEqualTo(200);
    }

    private static TestSubscriber<DeletionReceipt> call(ClassificationDeletions view) {
        TestSubscriber<DeletionReceipt> call = TestSubscriber.create();
        view.delete(Fixture.REQUEST).subscribe(call);
        return call;
    }
}
