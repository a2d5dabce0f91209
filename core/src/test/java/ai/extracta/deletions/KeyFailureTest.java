package ai.extracta.deletions;

import static ai.extracta.deletions.FakeTransport.succeeds;
import static ai.extracta.deletions.Fixture.failure;
import static ai.extracta.deletions.Fixture.receipt;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeletionReceipt;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;
import reactor.test.subscriber.TestSubscriber;

/** Without a key nothing is sent. */
class KeyFailureTest {

    private final Fixture fixture = new Fixture();

    @Test
    void aSupplierThatThrowsRejectsTheCall() {
        IllegalStateException cause = new IllegalStateException("the vault is sealed");
        fixture.key(ApiKey.supplier(() -> {
            throw cause;
        }));

        CallRejectedException failure = rejected(fixture.call());

        assertThat(failure)
                .hasMessage("not deleted (NOT_SENT): there is no API key to send: the vault is sealed")
                .hasCause(cause);
    }

    @Test
    void aSupplierOfNothingRejectsTheCall() {
        fixture.key(ApiKey.supplier(() -> null));

        assertThat(rejected(fixture.call())).hasMessageContaining("the API key supplier is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret\r\nx-evil: 1", "secret\n", "secret key"})
    void aSupplierOfWhatIsNoKeyRejectsTheCallWithoutRepeatingIt(String value) {
        fixture.key(ApiKey.supplier(() -> value));

        assertThat(rejected(fixture.call()))
                .hasMessageStartingWith("not deleted (NOT_SENT): there is no API key to send: the supplied API key ")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aSupplierThatHangsRejectsTheCallWhenTheAttemptsTimeIsUp() {
        TestPublisher<String> key = TestPublisher.create();
        fixture.key(ApiKey.supplier(key.mono()));
        TestSubscriber<DeletionReceipt> call = fixture.call();

        fixture.pass(Duration.ofMillis(9_999));
        assertThat(call.isTerminated()).isFalse();
        fixture.pass(Duration.ofMillis(1));

        assertThat(rejected(call))
                .hasMessage("not deleted (NOT_SENT): the API key supplier did not respond within PT10S");
        key.assertCancelled();
    }

    @Test
    void aRetryPolicyDoesNotRequestTheKeyAgain() {
        int[] keyCount = new int[1];
        fixture.policy(RetryPolicy.includingUnknown()).key(ApiKey.supplier(() -> {
            keyCount[0]++;
            throw new IllegalStateException("the vault is sealed");
        }));

        rejected(fixture.call());

        assertThat(keyCount[0]).isEqualTo(1);
    }

    @Test
    void aKeyThatComesLateButInTimeIsSent() {
        TestPublisher<String> key = TestPublisher.create();
        fixture.key(ApiKey.supplier(key.mono())).transport.then(succeeds());
        TestSubscriber<DeletionReceipt> call = fixture.call();
        assertThat(fixture.transport.exchanges()).isZero();

        fixture.pass(Duration.ofSeconds(9));
        key.emit("key-1");

        assertThat(receipt(call).elapsed()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void theTimeTheKeyTakesIsTheAttempts() {
        TestPublisher<String> key = TestPublisher.create();
        fixture.key(ApiKey.supplier(key.mono())).transport.then(FakeTransport.isSilent());
        TestSubscriber<DeletionReceipt> call = fixture.call();
        fixture.pass(Duration.ofSeconds(9));
        key.emit("key-1");

        fixture.pass(Duration.ofSeconds(1));

        assertThat(call.isTerminatedError()).isTrue();
    }

    @Test
    void aKeyThatComesAfterTheTimeIsUpIsNotSent() {
        TestPublisher<String> key = stubborn();
        fixture.key(ApiKey.supplier(key.mono())).transport.always(succeeds());
        TestSubscriber<DeletionReceipt> call = fixture.call();
        fixture.pass(Duration.ofSeconds(10));

        key.next("key-1");
        key.complete();

        rejected(call);
        assertThat(fixture.transport.exchanges()).isZero();
    }

    @Test
    void aKeyThatComesAfterTheCallWasCancelledIsNotSent() {
        TestPublisher<String> key = stubborn();
        fixture.key(ApiKey.supplier(key.mono())).transport.always(succeeds());
        TestSubscriber<DeletionReceipt> call = fixture.call();
        call.cancel();

        key.next("key-1");
        key.complete();

        assertThat(fixture.transport.exchanges()).isZero();
    }

    @Test
    void aFailedKeyGivesItsSlotBack() {
        boolean[] sealed = {true};
        fixture.limits(1, 0)
                .key(ApiKey.supplier(Mono.defer(
                        () -> sealed[0] ? Mono.error(new IllegalStateException("sealed")) : Mono.just("key-1"))))
                .transport
                .then(succeeds());
        rejected(fixture.call());

        sealed[0] = false;

        assertThat(receipt(fixture.call()).attempts()).isEqualTo(1);
    }

    private CallRejectedException rejected(TestSubscriber<DeletionReceipt> call) {
        CallRejectedException failure = failure(CallRejectedException.class, call);
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(failure.attempts()).isZero();
        assertThat(fixture.transport.exchanges()).isZero();
        return failure;
    }

    /** Emits even after it was cancelled, as a source may when the two race. */
    private static TestPublisher<String> stubborn() {
        return TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
    }
}
