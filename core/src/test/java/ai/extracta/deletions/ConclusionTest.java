package ai.extracta.deletions;

import static ai.extracta.deletions.FakeTransport.fails;
import static ai.extracta.deletions.FakeTransport.refuses;
import static ai.extracta.deletions.FakeTransport.responds;
import static ai.extracta.deletions.FakeTransport.succeeds;
import static ai.extracta.deletions.Fixture.failure;
import static ai.extracta.deletions.Fixture.receipt;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.FakeTransport.Script;
import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.subscriber.TestSubscriber;

/** The outcome of several attempts. */
class ConclusionTest {

    private static final Script REFUSED_CONNECTION = fails(Kind.CONNECT, false);
    private static final Script LOST = fails(Kind.CONNECTION_LOST, true);

    private final Fixture fixture =
            new Fixture().policy(RetryPolicy.includingUnknown().withBackoff(Duration.ZERO, Duration.ZERO));

    @Test
    void absentAfterAnUnknownAttemptIsDone() {
        DeletionReceipt receipt = receipt(callWith(LOST, refuses(404, "x-request-id", "r-2")));

        assertThat(receipt.confirmation()).isEqualTo(Confirmation.ALREADY_ABSENT);
        assertThat(receipt.status()).isEqualTo(404);
        assertThat(receipt.message()).isEqualTo("no 404");
        assertThat(receipt.attempts()).isEqualTo(2);
        assertThat(receipt.requestId()).isEqualTo("r-2");
    }

    @Test
    void absentSomeAttemptsAfterAnUnknownOneIsDone() {
        assertThat(receipt(callWith(refuses(500), REFUSED_CONNECTION, refuses(404)))
                        .confirmation())
                .isEqualTo(Confirmation.ALREADY_ABSENT);
    }

    @Test
    void absentOnTheFirstAttemptIsRefused() {
        assertThat(failure(ResponseException.class, callWith(refuses(404))).outcome())
                .isEqualTo(Outcome.REFUSED);
    }

    @Test
    void absentAfterAttemptsThatCertainlyDidNothingIsRefused() {
        ResponseException failure =
                failure(ResponseException.class, callWith(REFUSED_CONNECTION, refuses(429), refuses(404)));

        assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(failure.status()).isEqualTo(404);
        assertThat(failure.attempts()).isEqualTo(3);
    }

    @Test
    void anAbsenceThatClaimsSuccessProvesNothing() {
        TestSubscriber<DeletionReceipt> call =
                callWith(LOST, responds(404, "{\"status\":\"success\"}"), responds(404, "{\"status\":\"success\"}"));

        assertThat(failure(ResponseException.class, call).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void anotherRefusalAfterAnUnknownAttemptIsUnknown() {
        TransportFailedException failure = failure(TransportFailedException.class, callWith(LOST, refuses(403)));

        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure)
                .hasMessage("may or may not be deleted (UNKNOWN) after 2 attempts: it failed by CONNECTION_LOST");
        assertThat(failure.getSuppressed()).singleElement().isInstanceOfSatisfying(ResponseException.class, last -> {
            assertThat(last.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(last.status()).isEqualTo(403);
        });
    }

    @Test
    void aFailedConnectionAfterAnUnknownAttemptIsUnknown() {
        ResponseException failure = failure(ResponseException.class, callWith(refuses(500), fails(Kind.TLS, false)));

        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure.status()).isEqualTo(500);
        assertThat(failure.attempts()).isEqualTo(2);
    }

    @Test
    void aFailedConnectionAfterARefusalIsRefusedBecauseBytesHaveLeft() {
        ResponseException failure =
                failure(ResponseException.class, callWith(refuses(429), REFUSED_CONNECTION, REFUSED_CONNECTION));

        assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(failure.status()).isEqualTo(429);
        assertThat(failure.attempts()).isEqualTo(3);
        assertThat(failure.getSuppressed())
                .extracting(suppressed -> ((DeletionException) suppressed).outcome())
                .containsExactly(Outcome.NOT_SENT, Outcome.NOT_SENT);
    }

    @Test
    void theTypeOfTheExceptionFitsItsOutcome() {
        Script[] scripts = {REFUSED_CONNECTION, LOST, refuses(429), refuses(500), responds(200, "")};
        for (Script first : scripts) {
            for (Script second : scripts) {
                for (Script third : scripts) {
                    assertFits(failure(DeletionException.class, callWith(first, second, third)));
                }
            }
        }
    }

    private static void assertFits(DeletionException failure) {
        if (failure instanceof TransportFailedException failed) {
            assertThat(failed.outcome() == Outcome.UNKNOWN)
                    .isEqualTo(((TransportException) failed.getCause()).maybeSent());
        } else {
            assertThat(failure.outcome()).isNotEqualTo(Outcome.NOT_SENT);
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            assertThat(((DeletionException) suppressed).outcome()).isLessThanOrEqualTo(failure.outcome());
        }
        assertThat(failure.getSuppressed()).hasSize(2);
    }

    @Test
    void attemptsThatCertainlyDidNothingAddUpToNothing() {
        assertThat(failure(
                                TransportFailedException.class,
                                callWith(REFUSED_CONNECTION, REFUSED_CONNECTION, REFUSED_CONNECTION))
                        .outcome())
                .isEqualTo(Outcome.NOT_SENT);
        assertThat(failure(ResponseException.class, callWith(refuses(429), refuses(429), refuses(429)))
                        .outcome())
                .isEqualTo(Outcome.REFUSED);
    }

    @Test
    void theWorstFailureSpeaksAndTheOthersAreSuppressedInItInOrder() {
        DeletionException failure =
                failure(DeletionException.class, callWith(REFUSED_CONNECTION, refuses(500), refuses(400)));

        assertThat(failure).isInstanceOf(ResponseException.class).hasMessageContaining("responded with 500");
        assertThat(failure.attempts()).isEqualTo(3);
        assertThat(failure.getSuppressed())
                .extracting(Throwable::getMessage)
                .containsExactly(
                        "not deleted (NOT_SENT): it failed by CONNECT",
                        "not deleted (REFUSED) after 3 attempts: the server responded with 400: \"no 400\"; check the"
                                + " ids, and that no gateway drops the body of a DELETE");
    }

    @Test
    void ofSeveralThatAreEquallyBadTheLastSpeaks() {
        DeletionException failure =
                failure(DeletionException.class, callWith(refuses(500), refuses(502), refuses(503)));

        assertThat(failure).hasMessageContaining("responded with 503");
        assertThat(failure.getSuppressed())
                .extracting(suppressed -> ((ResponseException) suppressed).status())
                .containsExactly(500, 502);
    }

    @Test
    void aSuppressedFailureHasTheOutcomeOfItsOwnAttempt() {
        DeletionException failure = failure(DeletionException.class, callWith(REFUSED_CONNECTION, LOST, LOST));

        assertThat(failure.getSuppressed())
                .extracting(suppressed -> ((DeletionException) suppressed).outcome())
                .containsExactly(Outcome.NOT_SENT, Outcome.UNKNOWN);
        assertThat(failure.getSuppressed())
                .extracting(suppressed -> ((DeletionException) suppressed).attempts())
                .containsExactly(1, 2);
    }

    @Test
    void aCallThatFailsImmediatelySuppressesNothing() {
        assertThat(failure(DeletionException.class, callWith(refuses(400))).getSuppressed())
                .isEmpty();
    }

    @Test
    void aLaterAttemptThatGetsNoKeyDoesNotHideWhatIsUnknown() {
        boolean[] sealed = new boolean[1];
        fixture.key(ApiKey.supplier(Mono.defer(() -> sealed[0] ? Mono.empty() : Mono.just("key-1"))));
        fixture.transport.then(LOST.after(listener -> sealed[0] = true));
        TestSubscriber<DeletionReceipt> call = fixture.call();
        fixture.pass(Duration.ofSeconds(1));

        TransportFailedException failure = failure(TransportFailedException.class, call);

        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure.getSuppressed()).singleElement().isInstanceOf(CallRejectedException.class);
        assertThat(fixture.transport.exchanges()).isEqualTo(1);
    }

    @Test
    void aLaterAttemptThatGetsNoSlotDoesNotHideWhatIsUnknown() {
        fixture.limits(1, 0)
                .deadline(Duration.ofSeconds(5))
                .policy(RetryPolicy.includingUnknown().withBackoff(Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .transport
                .then(LOST)
                .always(FakeTransport.isSilent());
        TestSubscriber<DeletionReceipt> call = fixture.call();
        fixture.call();
        fixture.pass(Duration.ofSeconds(5));

        TransportFailedException failure = failure(TransportFailedException.class, call);

        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure.kind()).isEqualTo(Kind.CONNECTION_LOST);
        assertThat(failure.getSuppressed())
                .singleElement()
                .isInstanceOf(CallRejectedException.class)
                .asString()
                .contains("passed while waiting for a slot");
    }

    @Test
    void aRetryIsQueuedEvenIfTheQueueIsFull() {
        fixture.limits(1, 0)
                .policy(RetryPolicy.includingUnknown().withBackoff(Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .transport
                .then(LOST, FakeTransport.isSilent())
                .always(succeeds());
        TestSubscriber<DeletionReceipt> call = fixture.call();
        TestSubscriber<DeletionReceipt> other = fixture.call();
        fixture.pass(Duration.ofSeconds(1));

        other.cancel();

        assertThat(receipt(call).attempts()).isEqualTo(2);
    }

    @Test
    void successAfterAnUnknownAttemptIsConfirmed() {
        DeletionReceipt receipt = receipt(callWith(LOST, LOST, succeeds()));

        assertThat(receipt.confirmation()).isEqualTo(Confirmation.CONFIRMED);
        assertThat(receipt.attempts()).isEqualTo(3);
    }

    private TestSubscriber<DeletionReceipt> callWith(Script... scripts) {
        fixture.transport.then(scripts);
        TestSubscriber<DeletionReceipt> call = fixture.call();
        fixture.pass(Duration.ofMinutes(1));
        return call;
    }
}
