package ai.extracta.deletions;

import static ai.extracta.deletions.FakeTransport.answers;
import static ai.extracta.deletions.FakeTransport.fails;
import static ai.extracta.deletions.FakeTransport.refuses;
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
import ai.extracta.deletions.transport.TransportException.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.subscriber.TestSubscriber;

/** What several attempts add up to. */
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
    void absentAtOnceIsRefused() {
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
    void anAbsenceThatSaysSuccessProvesNothing() {
        TestSubscriber<DeletionReceipt> call =
                callWith(LOST, answers(404, "{\"status\":\"success\"}"), answers(404, "{\"status\":\"success\"}"));

        assertThat(failure(ResponseException.class, call).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void anotherRefusalAfterAnUnknownAttemptIsUnknown() {
        ResponseException failure = failure(ResponseException.class, callWith(LOST, refuses(403)));

        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure.status()).isEqualTo(403);
        assertThat(failure)
                .hasMessage("may or may not be deleted (UNKNOWN) after 2 attempts: the server answered 403 and said"
                        + " \"no 403\"; check the API key");
    }

    @Test
    void aFailedConnectionAfterAnUnknownAttemptIsUnknown() {
        TransportFailedException failure =
                failure(TransportFailedException.class, callWith(refuses(500), fails(Kind.TLS, false)));

        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure.kind()).isEqualTo(Kind.TLS);
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
    void aFailedConnectionAfterARefusalDoesNotUnsendWhatWasSent() {
        TransportFailedException failure =
                failure(TransportFailedException.class, callWith(refuses(429), REFUSED_CONNECTION, REFUSED_CONNECTION));

        assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(failure.kind()).isEqualTo(Kind.CONNECT);
        assertThat(failure).hasMessageStartingWith("not deleted (REFUSED) after 3 attempts: ");
    }

    @Test
    void theLastFailureSpeaksAndTheEarlierOnesAreSuppressedInItInOrder() {
        DeletionException failure =
                failure(DeletionException.class, callWith(REFUSED_CONNECTION, refuses(500), refuses(400)));

        assertThat(failure).isInstanceOf(ResponseException.class).hasMessageContaining("answered 400");
        assertThat(failure.getSuppressed())
                .extracting(Throwable::getMessage)
                .containsExactly(
                        "not deleted (NOT_SENT): it failed by CONNECT",
                        "may or may not be deleted (UNKNOWN) after 2 attempts: the server answered 500 and said"
                                + " \"no 500\"");
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
    void aCallThatFailsAtOnceSuppressesNothing() {
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
                .policy(RetryPolicy.includingUnknown().withBackoff(Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .transport
                .then(LOST)
                .always(FakeTransport.isSilent());
        TestSubscriber<DeletionReceipt> call = fixture.call();
        fixture.call();
        fixture.pass(Duration.ofSeconds(1));

        TransportFailedException failure = failure(TransportFailedException.class, call);

        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure.kind()).isEqualTo(Kind.CONNECTION_LOST);
        assertThat(failure.getSuppressed())
                .singleElement()
                .isInstanceOf(CallRejectedException.class)
                .asString()
                .contains("too many calls wait");
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
