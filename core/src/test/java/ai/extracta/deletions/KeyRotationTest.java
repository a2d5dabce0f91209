package ai.extracta.deletions;

import static ai.extracta.deletions.FakeTransport.fails;
import static ai.extracta.deletions.FakeTransport.refuses;
import static ai.extracta.deletions.FakeTransport.responds;
import static ai.extracta.deletions.FakeTransport.succeeds;
import static ai.extracta.deletions.Fixture.failure;
import static ai.extracta.deletions.Fixture.receipt;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.transport.TransportException.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.subscriber.TestSubscriber;

/** A key that is rotated while the client is in use. */
class KeyRotationTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Fixture fixture = new Fixture().policy(RetryPolicy.safe());
    private int keyCount;

    @Test
    void aRefusedKeyIsFollowedImmediatelyByANewerOne() {
        keys("old-key-1", "new-key-1").transport.then(refuses(401), succeeds());

        DeletionReceipt receipt = receipt(fixture.call());

        assertThat(receipt.attempts()).isEqualTo(2);
        assertThat(receipt.elapsed()).isZero();
        assertThat(sent()).containsExactly("Bearer old-key-1", "Bearer new-key-1");
    }

    @Test
    void theSameKeyIsNotSentAgain() {
        keys("old-key-1", "old-key-1").transport.then(refuses(401));

        ResponseException failure = failure(ResponseException.class, fixture.call());

        assertThat(failure.status()).isEqualTo(401);
        assertThat(failure.attempts()).isEqualTo(1);
        assertThat(failure.getSuppressed()).isEmpty();
        assertThat(keyCount).isEqualTo(2);
        assertThat(fixture.transport.exchanges()).isEqualTo(1);
    }

    @Test
    void anotherKeyIsTriedOnlyOncePerCall() {
        keys("key-number-1", "key-number-2", "key-number-3").transport.always(refuses(401));

        ResponseException failure = failure(ResponseException.class, fixture.call());

        assertThat(failure.attempts()).isEqualTo(2);
        assertThat(failure.getSuppressed()).hasSize(1);
        assertThat(sent()).containsExactly("Bearer key-number-1", "Bearer key-number-2");
    }

    @Test
    void aFixedKeyIsSentOnce() {
        fixture.transport.always(refuses(401));

        assertThat(failure(ResponseException.class, fixture.call()).attempts()).isEqualTo(1);
        assertThat(fixture.transport.exchanges()).isEqualTo(1);
    }

    @Test
    void withoutAPolicyOrAnAttemptLeftNoOtherKeyIsTried() {
        for (RetryPolicy policy : List.of(
                RetryPolicy.none(),
                RetryPolicy.none().withMaxAttempts(5),
                RetryPolicy.safe().withMaxAttempts(1))) {
            Fixture single = new Fixture().policy(policy).key(ApiKey.supplier(() -> "key-number-" + ++keyCount));
            single.transport.always(refuses(401));

            assertThat(failure(ResponseException.class, single.call()).attempts())
                    .isEqualTo(1);
            assertThat(single.transport.exchanges()).isEqualTo(1);
        }
    }

    @Test
    void theAttemptWithTheOtherKeyIsOneOfThoseThatThePolicyAllows() {
        fixture.policy(RetryPolicy.safe().withMaxAttempts(2).withBackoff(Duration.ZERO, Duration.ZERO));
        keys("old-key-1", "new-key-1", "new-key-1")
                .transport
                .then(refuses(401), refuses(429))
                .always(succeeds());
        TestSubscriber<DeletionReceipt> call = fixture.call();
        fixture.pass(SECOND);

        assertThat(failure(ResponseException.class, call).status()).isEqualTo(429);
        assertThat(fixture.transport.exchanges()).isEqualTo(2);
    }

    @Test
    void otherRefusalsDoNotRequestAnotherKey() {
        for (FakeTransport.Script refusal : List.of(refuses(403), responds(401, "{\"status\":\"success\"}"))) {
            Fixture other =
                    new Fixture().policy(RetryPolicy.safe()).key(ApiKey.supplier(() -> "key-number-" + ++keyCount));
            other.transport.always(refusal);

            assertThat(failure(ResponseException.class, other.call()).attempts())
                    .isEqualTo(1);
        }
    }

    @Test
    void aKeyThatIsRefusedInALaterAttemptIsFollowedByANewerOneToo() {
        fixture.policy(RetryPolicy.includingUnknown().withBackoff(SECOND, SECOND));
        keys("old-key-1", "old-key-1", "new-key-1")
                .transport
                .then(fails(Kind.CONNECTION_LOST, true), refuses(401), refuses(404));
        TestSubscriber<DeletionReceipt> call = fixture.call();
        fixture.pass(SECOND);

        DeletionReceipt receipt = receipt(call);
        assertThat(receipt.confirmation()).isEqualTo(DeletionReceipt.Confirmation.ALREADY_ABSENT);
        assertThat(receipt.attempts()).isEqualTo(3);
    }

    @Test
    void aSupplierThatFailsTheSecondTimeLeavesTheCallRefused() {
        keys("old-key-1").transport.then(refuses(401));

        ResponseException failure = failure(ResponseException.class, fixture.call());

        assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(failure.attempts()).isEqualTo(1);
        assertThat(failure.getSuppressed())
                .singleElement()
                .isInstanceOfSatisfying(CallRejectedException.class, rejected -> {
                    assertThat(rejected.outcome()).isEqualTo(Outcome.NOT_SENT);
                    assertThat(rejected).hasMessageContaining("there is no API key to send");
                });
    }

    @Test
    void aSupplierThatHangsTheSecondTimeLeavesTheCallRefusedWhenTheAttemptsTimeIsUp() {
        Mono<String> key = Mono.defer(() -> keyCount++ == 0 ? Mono.just("old-key-1") : Mono.never());
        fixture.key(ApiKey.supplier(key)).transport.then(refuses(401));
        TestSubscriber<DeletionReceipt> call = fixture.call();
        assertThat(call.isTerminated()).isFalse();

        fixture.pass(Duration.ofSeconds(10));

        assertThat(failure(ResponseException.class, call).getSuppressed())
                .singleElement()
                .asString()
                .contains("did not respond within PT10S");
    }

    @Test
    void aPolicyThatCoversThatRefusalGoesOnWhenThereIsNoOtherKey() {
        fixture.policy(RetryPolicy.when(failure -> true).withBackoff(SECOND, SECOND));
        keys("old-key-1", "old-key-1", "old-key-1").transport.then(refuses(401), succeeds());
        TestSubscriber<DeletionReceipt> call = fixture.call();
        fixture.pass(SECOND.minusMillis(1));
        assertThat(fixture.transport.exchanges()).isEqualTo(1);
        fixture.pass(Duration.ofMillis(1));

        assertThat(receipt(call).attempts()).isEqualTo(2);
        assertThat(keyCount).isEqualTo(3);
    }

    @Test
    void anErrorOfTheSupplierThatReactorDoesNotCatchMeansThatNothingWasSent() {
        fixture.policy(RetryPolicy.none()).key(ApiKey.supplier(() -> {
            throw new NoClassDefFoundError("the vault's client");
        }));

        DeletionException failure = failure(DeletionException.class, fixture.call());

        assertThat(failure).isInstanceOf(CallRejectedException.class);
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(fixture.transport.exchanges()).isZero();
    }

    @Test
    void noKeyIsInWhatTheCallerSees() {
        keys("old-key-1", "new-key-1").transport.always(responds(401, "{\"message\":\"not old-key-1 nor new-key-1\"}"));

        ResponseException failure = failure(ResponseException.class, fixture.call());

        assertThat(failure.body()).contains("[redacted]").doesNotContain("new-key-1");
        assertThat(((ResponseException) failure.getSuppressed()[0]).body()).doesNotContain("old-key-1");
    }

    private Fixture keys(String... keys) {
        Deque<String> left = new ArrayDeque<>(List.of(keys));
        return fixture.key(ApiKey.supplier(() -> {
            keyCount++;
            return left.remove();
        }));
    }

    private List<String> sent() {
        return fixture.transport.requests.stream()
                .map(request -> request.headers().first("authorization").orElseThrow())
                .toList();
    }
}
