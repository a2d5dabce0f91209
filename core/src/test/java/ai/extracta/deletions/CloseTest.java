package ai.extracta.deletions;

import static ai.extracta.deletions.FakeTransport.fails;
import static ai.extracta.deletions.FakeTransport.isSilent;
import static ai.extracta.deletions.FakeTransport.refuses;
import static ai.extracta.deletions.FakeTransport.succeeds;
import static ai.extracta.deletions.Fixture.failure;
import static ai.extracta.deletions.Fixture.receipt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.internal.call.ClientTimer;
import ai.extracta.deletions.internal.call.Lease;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;

class CloseTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Fixture fixture = new Fixture();

    @Test
    void anOwnedTransportIsClosed() {
        fixture.client().close();

        assertThat(fixture.transport.closings).isEqualTo(1);
    }

    @Test
    void aBorrowedTransportIsLeftOpen() {
        fixture.lease(Lease::borrowed);

        fixture.client().close();
        StepVerifier.create(fixture.client().closeLater()).expectComplete().verify(LIMIT);

        assertThat(fixture.transport.closings).isZero();
    }

    @Test
    void callsThatWaitOrComeLaterAreRejectedAndNeverSent() {
        fixture.limits(1, 10).lease(Lease::borrowed).transport.then(isSilent());
        TestSubscriber<DeletionReceipt> running = fixture.call();
        TestSubscriber<DeletionReceipt> waiting = fixture.call();

        fixture.client().close();

        for (TestSubscriber<DeletionReceipt> call : java.util.List.of(waiting, fixture.call())) {
            assertThat(failure(CallRejectedException.class, call))
                    .hasMessage("not deleted (NOT_SENT): the client is closed");
        }
        running.cancel();
        assertThat(fixture.transport.exchanges()).isEqualTo(1);
    }

    @Test
    void aCallThatWasMadeBeforeAndIsSubscribedToAfterwardsIsRejected() {
        Mono<DeletionReceipt> deletion = fixture.client().delete(Fixture.REQUEST);
        TestSubscriber<DeletionReceipt> call = TestSubscriber.create();

        fixture.client().close();
        deletion.subscribe(call);

        assertThat(failure(CallRejectedException.class, call)).hasMessageContaining("the client is closed");
    }

    @Test
    void callsInFlightOnABorrowedTransportGoOn() {
        Sinks.One<TransportResponse> response = Sinks.one();
        fixture.lease(Lease::borrowed).transport.then(listener -> response.asMono());
        TestSubscriber<DeletionReceipt> call = fixture.call();

        fixture.client().close();
        assertThat(call.isTerminatedOrCancelled()).isFalse();
        succeeds().apply(null).subscribe(response::tryEmitValue);

        assertThat(receipt(call).status()).isEqualTo(200);
    }

    @Test
    void aCallThatPausesBeforeItsNextAttemptEndsImmediatelyWithWhatItKnows() {
        fixture.policy(RetryPolicy.safe().withBackoff(SECOND, SECOND)).transport.then(fails(Kind.CONNECT, false));
        TestSubscriber<DeletionReceipt> call = fixture.call();
        assertThat(call.isTerminated()).isFalse();

        fixture.client().close();

        TransportFailedException failure = failure(TransportFailedException.class, call);
        assertThat(failure.attempts()).isEqualTo(1);
        assertThat(failure.getSuppressed())
                .singleElement()
                .isInstanceOf(CallRejectedException.class)
                .asString()
                .contains("the client is closed");
        fixture.pass(SECOND.multipliedBy(60));
        assertThat(fixture.transport.exchanges()).isEqualTo(1);
    }

    @Test
    void aCallWhosePauseWouldBeginAfterTheEndEndsImmediatelyToo() {
        Sinks.One<TransportResponse> response = Sinks.one();
        fixture.lease(Lease::borrowed)
                .policy(RetryPolicy.safe().withBackoff(SECOND, SECOND))
                .transport
                .then(listener -> response.asMono());
        TestSubscriber<DeletionReceipt> call = fixture.call();

        fixture.client().close();
        refuses(429).apply(null).subscribe(response::tryEmitValue);

        ResponseException failure = failure(ResponseException.class, call);
        assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(failure.getSuppressed()).singleElement().isInstanceOf(CallRejectedException.class);
        assertThat(fixture.transport.exchanges()).isEqualTo(1);
    }

    @Test
    void nothingIsClosedBeforeSubscription() {
        fixture.transport.then(succeeds());

        fixture.client().closeLater();

        assertThat(fixture.transport.closings).isZero();
        assertThat(receipt(fixture.call()).status()).isEqualTo(200);
    }

    @Test
    void closingLaterCompletesWhenTheTransportIsClosed() {
        Sinks.Empty<Void> closed = Sinks.empty();
        fixture.lease(transport -> new Lease(transport, closed.asMono()));
        TestSubscriber<Void> closing = TestSubscriber.create();

        fixture.client().closeLater().subscribe(closing);
        assertThat(closing.isTerminated()).isFalse();
        closed.tryEmitEmpty().orThrow();

        assertThat(closing.isTerminatedComplete()).isTrue();
    }

    /** Whoever waits for it may close the class loader, and what is released afterwards may miss a class. */
    @Test
    void closingLaterCompletesAfterTheTimerIsReleased() {
        AtomicBoolean released = new AtomicBoolean();
        ClassificationDeletions client = ClientFactory.create(
                ClassificationDeletions.builder().apiKey(ApiKey.of(Fixture.KEY)).transport(fixture.transport),
                new ClientTimer(VirtualTimeScheduler.create(), () -> released.set(true)));

        boolean releasedAtCompletion =
                client.closeLater().then(Mono.fromSupplier(released::get)).block(LIMIT);

        assertThat(releasedAtCompletion).isTrue();
    }

    @Test
    void closingDoesNotWait() {
        fixture.lease(transport -> new Lease(transport, Mono.never()));

        assertThatNoException().isThrownBy(fixture.client()::close);

        assertThat(failure(CallRejectedException.class, fixture.call())).isNotNull();
    }

    @Test
    void aTransportThatCannotBeClosedIsReportedByCloseLaterAndNotThrownByClose() {
        IllegalStateException odd = new IllegalStateException("odd");
        fixture.lease(transport -> new Lease(transport, Mono.error(odd)));

        assertThatNoException().isThrownBy(fixture.client()::close);
        StepVerifier.create(fixture.client().closeLater())
                .expectErrorSatisfies(e -> assertThat(e).isSameAs(odd))
                .verify(LIMIT);
    }

    @Test
    void closingTwiceDoesNoHarm() {
        fixture.client().close();

        assertThatNoException().isThrownBy(fixture.client()::close);
        StepVerifier.create(fixture.client().closeLater()).expectComplete().verify(LIMIT);
    }
}
