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
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportResponse;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.subscriber.TestSubscriber;

/** A throttled response pauses the whole client, not one call. */
class SlowDownTest {

    private static final Duration SEVEN = Duration.ofSeconds(7);
    private static final Duration MILLI = Duration.ofMillis(1);

    private final Fixture fixture = new Fixture();

    static Stream<Script> busy() {
        return Stream.of(
                refuses(429, "retry-after", "7"),
                refuses(503, "retry-after", "7"),
                responds(429, "{\"status\":\"success\"}", "retry-after", "7"));
    }

    static Stream<Script> notBusy() {
        return Stream.of(refuses(400, "retry-after", "7"), refuses(500, "retry-after", "7"), refuses(503));
    }

    @ParameterizedTest
    @MethodSource("busy")
    void anotherCallIsNotSentBeforeTheTimeTheServerRequested(Script busy) {
        fixture.transport.then(busy).always(succeeds());
        failure(ResponseException.class, fixture.call());
        TestSubscriber<DeletionReceipt> other = fixture.call();

        fixture.pass(SEVEN.minus(MILLI));
        assertThat(fixture.transport.exchanges()).isEqualTo(1);
        fixture.pass(MILLI);

        assertThat(receipt(other).elapsed()).isEqualTo(SEVEN);
    }

    @ParameterizedTest
    @MethodSource("notBusy")
    void otherResponsesDoNotHoldUpOtherCalls(Script script) {
        fixture.transport.then(script).always(succeeds());
        failure(ResponseException.class, fixture.call());

        assertThat(receipt(fixture.call()).elapsed()).isZero();
    }

    @Test
    void callsInFlightGoOn() {
        Sinks.One<TransportResponse> response = Sinks.one();
        fixture.transport.then(listener -> response.asMono(), refuses(429, "retry-after", "7"));
        TestSubscriber<DeletionReceipt> inFlight = fixture.call();
        failure(ResponseException.class, fixture.call());

        succeeds().apply(null).subscribe(response::tryEmitValue);

        assertThat(receipt(inFlight).attempts()).isEqualTo(1);
    }

    @Test
    void callsThatWaitGoOnInTheirOrder() {
        fixture.limits(1, 10).transport.then(refuses(429, "retry-after", "7")).always(succeeds());
        fixture.call();
        TestSubscriber<DeletionReceipt> second = fixture.call();
        TestSubscriber<DeletionReceipt> third = fixture.call();
        assertThat(fixture.transport.exchanges()).isEqualTo(1);

        fixture.pass(SEVEN);

        assertThat(receipt(second).elapsed()).isEqualTo(SEVEN);
        assertThat(receipt(third).elapsed()).isEqualTo(SEVEN);
    }

    @Test
    void theThrottledCallAndTheOthersContinueTogether() {
        fixture.policy(RetryPolicy.safe())
                .transport
                .then(refuses(429, "retry-after", "7"))
                .always(succeeds());
        TestSubscriber<DeletionReceipt> throttled = fixture.call();
        TestSubscriber<DeletionReceipt> other = fixture.call();

        fixture.pass(SEVEN);

        assertThat(receipt(throttled).attempts()).isEqualTo(2);
        assertThat(receipt(other).attempts()).isEqualTo(1);
    }

    @Test
    void withoutRetryAfterThePauseIsTheBackoff() {
        fixture.policy(RetryPolicy.none().withBackoff(SEVEN, SEVEN))
                .transport
                .then(refuses(429))
                .always(succeeds());
        failure(ResponseException.class, fixture.call());
        TestSubscriber<DeletionReceipt> other = fixture.call();
        assertThat(other.isTerminated()).isFalse();

        fixture.pass(SEVEN);

        assertThat(receipt(other).elapsed()).isPositive().isLessThanOrEqualTo(SEVEN);
    }

    @Test
    void aCallWhoseDeadlinePassesInThePauseIsRejectedAndNeverSent() {
        fixture.deadline(Duration.ofSeconds(5))
                .transport
                .then(refuses(429, "retry-after", "7"))
                .always(succeeds());
        failure(ResponseException.class, fixture.call());
        TestSubscriber<DeletionReceipt> other = fixture.call();

        fixture.pass(Duration.ofSeconds(5).minus(MILLI));
        assertThat(other.isTerminated()).isFalse();
        fixture.pass(MILLI);
        assertThat(failure(CallRejectedException.class, other)).hasMessageContaining("the deadline of PT5S passed");
        fixture.pass(SEVEN);

        assertThat(fixture.transport.exchanges()).isEqualTo(1);
    }

    @Test
    void aRetryWaitsNoLongerThanItsDeadlineEither() {
        fixture.deadline(Duration.ofSeconds(5))
                .policy(RetryPolicy.safe().withBackoff(MILLI, MILLI))
                .transport
                .then(listener -> Mono.delay(Duration.ofSeconds(4), fixture.time)
                        .then(fails(Kind.CONNECT, false).apply(listener)))
                .then(refuses(429, "retry-after", "30"));
        TestSubscriber<DeletionReceipt> call = fixture.call();
        failure(ResponseException.class, fixture.call());

        fixture.pass(Duration.ofSeconds(5).minus(MILLI));
        assertThat(call.isTerminated()).isFalse();
        fixture.pass(MILLI);

        assertThat(failure(TransportFailedException.class, call).getSuppressed())
                .singleElement()
                .asString()
                .contains("the deadline of PT5S passed while waiting");
        assertThat(fixture.transport.exchanges()).isEqualTo(2);
    }

    @Test
    void thePauseIsCappedAsTheRetryAfterIs() {
        fixture.policy(RetryPolicy.none().withMaxRetryAfter(SEVEN))
                .transport
                .then(refuses(429, "retry-after", "3600"))
                .always(succeeds());
        failure(ResponseException.class, fixture.call());
        TestSubscriber<DeletionReceipt> other = fixture.call();

        fixture.pass(SEVEN);

        assertThat(receipt(other).elapsed()).isEqualTo(SEVEN);
    }

    @ParameterizedTest
    @MethodSource("busy")
    void inThePauseTheServerSeesAtMostWhatWasInFlight(Script busy) {
        int inFlight = 4;
        fixture.limits(inFlight, 1000)
                .deadline(Duration.ofMinutes(5))
                .policy(RetryPolicy.safe())
                .transport
                .always(listener ->
                        Mono.delay(Duration.ofMillis(50), fixture.time).then(busy.apply(listener)));
        for (int i = 0; i < 100; i++) {
            fixture.call();
        }

        fixture.pass(Duration.ofMillis(50).plus(SEVEN).minus(MILLI));
        assertThat(fixture.transport.exchanges()).isEqualTo(inFlight);
        fixture.pass(SEVEN);
        assertThat(fixture.transport.exchanges()).isEqualTo(2 * inFlight);
    }
}
