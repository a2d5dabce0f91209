package ai.extracta.deletions;

import static ai.extracta.deletions.FakeTransport.fails;
import static ai.extracta.deletions.FakeTransport.isSilent;
import static ai.extracta.deletions.FakeTransport.refuses;
import static ai.extracta.deletions.FakeTransport.succeeds;
import static ai.extracta.deletions.Fixture.failure;
import static ai.extracta.deletions.Fixture.receipt;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.transport.TransportException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.subscriber.TestSubscriber;

/** What is retried under a custom condition. */
class RetryConditionTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Fixture fixture = new Fixture();

    static Stream<Throwable> whateverItThrows() {
        return Stream.of(
                new IllegalStateException("odd"), new NoClassDefFoundError("odd"), new StackOverflowError("odd"));
    }

    @Test
    void whatTheConditionHoldsForIsRetried() {
        given(failure -> failure instanceof ResponseException response && response.status() == 400)
                .transport
                .then(refuses(400), refuses(400), succeeds());

        assertThat(receipt(call()).attempts()).isEqualTo(3);
    }

    @Test
    void whatItDoesNotHoldForIsNotEvenIfItWouldBeSafe() {
        given(failure -> failure instanceof ResponseException).transport.then(fails(Kind.CONNECT, false));

        assertThat(failure(DeletionException.class, call()).attempts()).isEqualTo(1);
    }

    @Test
    void thereAreThreeAttemptsUnlessSetOtherwise() {
        given(failure -> true).transport.always(refuses(400));

        assertThat(failure(DeletionException.class, call()).attempts()).isEqualTo(3);
    }

    @Test
    void theConditionSeesEachAttemptWithItsOwnOutcome() {
        List<DeletionException> seen = new ArrayList<>();
        given(seen::add).transport.then(fails(Kind.CONNECTION_LOST, true), refuses(429), fails(Kind.CONNECT, false));

        DeletionException conclusion = failure(DeletionException.class, call());

        assertThat(seen).extracting(DeletionException::outcome).containsExactly(Outcome.UNKNOWN, Outcome.REFUSED);
        assertThat(seen).extracting(DeletionException::attempts).containsExactly(1, 2);
        assertThat(seen).allSatisfy(each -> assertThat(each.getSuppressed()).isEmpty());
        assertThat(seen).extracting(DeletionException::request).containsOnly(Fixture.REQUEST);
        assertThat(conclusion.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(conclusion.attempts()).isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("whateverItThrows")
    void aConditionThatThrowsEndsTheCallWithWhatItKnows(Throwable thrown) {
        given(failure -> sneaky(thrown)).transport.then(fails(Kind.CONNECTION_LOST, true));

        TransportFailedException failure = failure(TransportFailedException.class, call());

        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure.attempts()).isEqualTo(1);
        assertThat(failure.getSuppressed()).containsExactly(thrown);
    }

    @Test
    void aFullQueueMayBeRetried() {
        given(CallRejectedException.class::isInstance).limits(1, 0).transport.then(isSilent(), succeeds());
        TestSubscriber<DeletionReceipt> running = start();
        TestSubscriber<DeletionReceipt> rejected = start();

        running.cancel();
        fixture.pass(SECOND);

        assertThat(receipt(rejected).attempts()).isEqualTo(1);
    }

    @Test
    void whatWasNeverSentCountsAgainstTheNumberOfAttemptsToo() {
        int[] evaluations = new int[1];
        given(failure -> true).key(ApiKey.supplier(Mono.defer(() -> {
            evaluations[0]++;
            return Mono.error(new IllegalStateException("sealed"));
        })));

        CallRejectedException failure = failure(CallRejectedException.class, call());

        assertThat(evaluations[0]).isEqualTo(3);
        assertThat(failure.attempts()).isZero();
        assertThat(failure.getSuppressed()).hasSize(2);
        assertThat(fixture.transport.exchanges()).isZero();
    }

    @Test
    void aPermanentRejectionIsNotRetried() {
        boolean[] evaluated = new boolean[1];
        given(failure -> evaluated[0] = true);
        fixture.client().close();

        assertThat(failure(CallRejectedException.class, start())).hasMessageContaining("the client is closed");
        assertThat(evaluated[0]).isFalse();
    }

    @Test
    void thousandsOfAttemptsDoNotOverflowTheStack() {
        fixture.policy(
                RetryPolicy.when(failure -> true).withMaxAttempts(4_000).withBackoff(Duration.ZERO, Duration.ZERO));
        int[] calls = new int[1];
        fixture.transport.always(listener -> (++calls[0] < 4_000 ? refuses(400) : succeeds()).apply(listener));

        assertThat(receipt(call()).attempts()).isEqualTo(4_000);
    }

    private Fixture given(Predicate<DeletionException> condition) {
        return fixture.policy(RetryPolicy.when(condition).withBackoff(SECOND, SECOND));
    }

    private TestSubscriber<DeletionReceipt> start() {
        return fixture.call();
    }

    private TestSubscriber<DeletionReceipt> call() {
        TestSubscriber<DeletionReceipt> call = fixture.call();
        fixture.pass(SECOND.multipliedBy(10));
        return call;
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> boolean sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
