package ai.extracta.deletions;

import static ai.extracta.deletions.FakeTransport.fails;
import static ai.extracta.deletions.FakeTransport.isSilent;
import static ai.extracta.deletions.FakeTransport.refuses;
import static ai.extracta.deletions.FakeTransport.responds;
import static ai.extracta.deletions.FakeTransport.succeeds;
import static ai.extracta.deletions.Fixture.failure;
import static ai.extracta.deletions.Fixture.receipt;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.FakeTransport.Script;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.transport.TransportException.Kind;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.subscriber.TestSubscriber;

/** What is retried under which policy, and when. */
class RetryTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MILLI = Duration.ofMillis(1);

    private final Fixture fixture = new Fixture().deadline(Duration.ofMinutes(10));

    /** A failure, and how many attempts the safe policy and the one including unknown outcomes make of it. */
    static Stream<Arguments> failures() {
        return Stream.of(
                tried("not resolved", 3, 3, fails(Kind.DNS, false)),
                tried("no connection", 3, 3, fails(Kind.CONNECT, false)),
                tried("no free connection", 3, 3, fails(Kind.POOL, false)),
                tried("late before sending", 3, 3, fails(Kind.TIMEOUT, false)),
                tried("lost before sending", 3, 3, fails(Kind.CONNECTION_LOST, false)),
                tried("TLS", 1, 1, fails(Kind.TLS, false)),
                tried("proxy", 1, 1, fails(Kind.PROXY, false)),
                tried("odd before sending", 1, 1, fails(Kind.PROTOCOL, false)),
                tried("closed before sending", 1, 1, fails(Kind.CLOSED, false)),
                tried("lost", 1, 3, fails(Kind.CONNECTION_LOST, true)),
                tried("late", 1, 3, fails(Kind.TIMEOUT, true)),
                tried("no connection, but maybe sent", 1, 3, fails(Kind.CONNECT, true)),
                tried("odd", 1, 3, fails(Kind.PROTOCOL, true)),
                tried("too large", 1, 3, fails(Kind.RESPONSE_TOO_LARGE, true)),
                tried("429", 3, 3, refuses(429)),
                tried("429 with retry-after", 3, 3, refuses(429, "retry-after", "0")),
                tried("429 that claims success", 1, 3, responds(429, "{\"status\":\"success\"}")),
                tried("503 with retry-after", 3, 3, refuses(503, "retry-after", "0")),
                tried("503", 1, 3, refuses(503)),
                tried("503 with an odd retry-after", 1, 3, refuses(503, "retry-after", "soon")),
                tried("500 with retry-after", 1, 3, refuses(500, "retry-after", "0")),
                tried("502", 1, 3, refuses(502)),
                tried("504", 1, 3, refuses(504)),
                tried("408", 1, 3, refuses(408)),
                tried("302", 1, 3, refuses(302)),
                tried("202", 1, 3, responds(202, "{\"status\":\"success\"}")),
                tried("200 that reports an error", 1, 3, responds(200, "{\"status\":\"error\"}")),
                tried("unreadable 200", 1, 3, responds(200, "")),
                tried("400 that claims success", 1, 3, responds(400, "{\"status\":\"success\"}")),
                tried("400", 1, 1, refuses(400)),
                tried("401", 1, 1, refuses(401)),
                tried("403 with retry-after", 1, 1, refuses(403, "retry-after", "0")),
                tried("404", 1, 1, refuses(404)),
                tried("409", 1, 1, refuses(409)),
                tried("422", 1, 1, refuses(422)));
    }

    private static Arguments tried(String name, int safe, int includingUnknown, Script script) {
        return Arguments.of(name, safe, includingUnknown, script);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void theSafePolicyRetriesWhatCertainlyDidNotHappen(String name, int safe, int unknownToo, Script script) {
        assertThat(attemptsUnder(RetryPolicy.safe(), script)).isEqualTo(safe);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void theOtherPolicyRetriesWhatIsUnknownToo(String name, int safe, int unknownToo, Script script) {
        assertThat(attemptsUnder(RetryPolicy.includingUnknown(), script)).isEqualTo(unknownToo);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void withoutAPolicyNothingIsRetried(String name, int safe, int unknownToo, Script script) {
        assertThat(attemptsUnder(RetryPolicy.none(), script)).isEqualTo(1);
    }

    @Test
    void anAttemptThatSucceedsEndsTheCall() {
        fixture.policy(quickly(RetryPolicy.safe())).transport.then(fails(Kind.CONNECT, false), succeeds());
        TestSubscriber<DeletionReceipt> call = fixture.call();
        assertThat(call.isTerminated()).isFalse();

        fixture.pass(SECOND);

        DeletionReceipt receipt = receipt(call);
        assertThat(receipt.attempts()).isEqualTo(2);
        assertThat(receipt.elapsed()).isLessThanOrEqualTo(SECOND);
        assertThat(receipt.confirmation()).isEqualTo(DeletionReceipt.Confirmation.CONFIRMED);
    }

    @Test
    void everyAttemptRequestsTheKeyAgainAndSendsTheSameBody() {
        Iterator<String> keys = List.of("key-1", "key-2").iterator();
        fixture.key(ApiKey.supplier(keys::next))
                .policy(quickly(RetryPolicy.safe()))
                .transport
                .then(refuses(429), succeeds());
        fixture.call();

        fixture.pass(SECOND);

        assertThat(fixture.transport.requests)
                .map(request -> request.headers().first("authorization").orElseThrow())
                .containsExactly("Bearer key-1", "Bearer key-2");
        assertThat(fixture.transport.requests.get(1).body())
                .isEqualTo(fixture.transport.requests.get(0).body());
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void theDelayThatTheServerRequestsIsHonouredExactly(int status) {
        fixture.policy(RetryPolicy.includingUnknown()).transport.then(refuses(status, "retry-after", "7"), succeeds());
        TestSubscriber<DeletionReceipt> call = fixture.call();

        fixture.pass(SECOND.multipliedBy(7).minus(MILLI));
        assertThat(fixture.transport.exchanges()).isEqualTo(1);
        fixture.pass(MILLI);

        assertThat(receipt(call).elapsed()).isEqualTo(SECOND.multipliedBy(7));
    }

    @Test
    void withoutRetryAfterThePausesDouble() {
        fixture.policy(RetryPolicy.safe().withBackoff(SECOND, SECOND.multipliedBy(10)))
                .transport
                .then(refuses(429), refuses(429), succeeds());
        TestSubscriber<DeletionReceipt> call = fixture.call();

        fixture.pass(SECOND.multipliedBy(10));

        assertThat(receipt(call).elapsed()).isEqualTo(SECOND.multipliedBy(3));
    }

    @Test
    void aDateIsWaitedForToo() {
        Script busy =
                refuses(429, "date", "Sun, 22 Nov 2026 12:00:00 GMT", "retry-after", "Sun, 22 Nov 2026 12:00:09 GMT");
        fixture.policy(RetryPolicy.safe()).transport.then(busy, succeeds());
        TestSubscriber<DeletionReceipt> call = fixture.call();

        fixture.pass(SECOND.multipliedBy(9).minus(MILLI));
        assertThat(fixture.transport.exchanges()).isEqualTo(1);
        fixture.pass(MILLI);

        assertThat(receipt(call).attempts()).isEqualTo(2);
    }

    @Test
    void theDelayThatTheServerRequestsIsCapped() {
        fixture.policy(RetryPolicy.safe()).transport.then(refuses(429, "retry-after", "3600"), succeeds());
        TestSubscriber<DeletionReceipt> call = fixture.call();

        fixture.pass(SECOND.multipliedBy(30));

        assertThat(receipt(call).elapsed()).isEqualTo(SECOND.multipliedBy(30));
    }

    @Test
    void aPauseThatWouldReachTheDeadlineEndsTheCallImmediately() {
        fixture.deadline(SECOND.multipliedBy(7))
                .policy(RetryPolicy.safe())
                .transport
                .then(refuses(429, "retry-after", "7"));

        DeletionException failure = failure(DeletionException.class, fixture.call());

        assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(failure.attempts()).isEqualTo(1);
    }

    @Test
    void aPauseThatEndsBeforeTheDeadlineIsMade() {
        fixture.deadline(SECOND.multipliedBy(7).plus(MILLI))
                .policy(RetryPolicy.safe())
                .transport
                .then(refuses(429, "retry-after", "7"), succeeds());
        TestSubscriber<DeletionReceipt> call = fixture.call();

        fixture.pass(SECOND.multipliedBy(7));

        assertThat(receipt(call).attempts()).isEqualTo(2);
    }

    @Test
    void cancellingACallInAPauseSendsNothingMore() {
        fixture.policy(quickly(RetryPolicy.safe()))
                .transport
                .then(fails(Kind.CONNECT, false))
                .always(isSilent());
        TestSubscriber<DeletionReceipt> call = fixture.call();

        call.cancel();
        fixture.pass(SECOND.multipliedBy(60));

        assertThat(fixture.transport.exchanges()).isEqualTo(1);
    }

    @Test
    void aPauseHoldsNoSlot() {
        fixture.limits(1, 0).policy(quickly(RetryPolicy.safe())).transport.then(fails(Kind.CONNECT, false), succeeds());
        fixture.call();

        assertThat(receipt(fixture.call()).attempts()).isEqualTo(1);
    }

    private int attemptsUnder(RetryPolicy policy, Script script) {
        fixture.policy(quickly(policy)).transport.always(script);
        TestSubscriber<DeletionReceipt> call = fixture.call();
        fixture.pass(SECOND.multipliedBy(10));
        int attempts = failure(DeletionException.class, call).attempts();
        assertThat(fixture.transport.exchanges()).isEqualTo(attempts);
        return attempts;
    }

    private static RetryPolicy quickly(RetryPolicy policy) {
        return policy.withBackoff(SECOND, SECOND);
    }
}
