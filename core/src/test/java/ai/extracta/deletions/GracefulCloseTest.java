package ai.extracta.deletions;

import static ai.extracta.deletions.FakeTransport.isSilent;
import static ai.extracta.deletions.FakeTransport.refuses;
import static ai.extracta.deletions.FakeTransport.succeeds;
import static ai.extracta.deletions.Fixture.failure;
import static ai.extracta.deletions.Fixture.receipt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.subscriber.TestSubscriber;

class GracefulCloseTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Fixture fixture = new Fixture();

    @Test
    void withoutActiveCallsTheClientIsClosedImmediately() {
        assertThat(close().isTerminatedComplete()).isTrue();
        assertThat(fixture.transport.closings).isEqualTo(1);
    }

    @Test
    void callsInFlightAndQueuedOnesEndFirst() {
        Sinks.One<TransportResponse> response = Sinks.one();
        fixture.limits(1, 10).transport.then(listener -> response.asMono()).always(succeeds());
        TestSubscriber<DeletionReceipt> inFlight = fixture.call();
        TestSubscriber<DeletionReceipt> queued = fixture.call();

        TestSubscriber<Void> closing = close();
        assertThat(closing.isTerminated()).isFalse();
        assertThat(fixture.transport.closings).isZero();
        succeeds().apply(null).subscribe(response::tryEmitValue);

        receipt(inFlight);
        receipt(queued);
        assertThat(closing.isTerminatedComplete()).isTrue();
        assertThat(fixture.transport.closings).isEqualTo(1);
    }

    @Test
    void aCallThatWaitsForItsRetryMayMakeIt() {
        fixture.policy(RetryPolicy.safe())
                .transport
                .then(refuses(429, "retry-after", "2"))
                .always(succeeds());
        TestSubscriber<DeletionReceipt> call = fixture.call();

        TestSubscriber<Void> closing = close();
        fixture.pass(Duration.ofSeconds(2));

        assertThat(receipt(call).attempts()).isEqualTo(2);
        assertThat(closing.isTerminatedComplete()).isTrue();
    }

    @Test
    void aNewCallIsRejectedAndNotSent() {
        fixture.transport.then(isSilent());
        fixture.call();
        close();

        assertThat(failure(CallRejectedException.class, fixture.call()))
                .hasMessage("not deleted (NOT_SENT): the client is closed");
        assertThat(fixture.transport.exchanges()).isEqualTo(1);
    }

    @Test
    void afterTheTimeoutTheCallsInFlightAreEnded() {
        Sinks.Empty<TransportResponse> closed = Sinks.empty();
        fixture.transport.then(listener -> closed.asMono());
        fixture.transport.onClose(() -> closed.tryEmitError(
                new ai.extracta.deletions.transport.TransportException(Kind.CLOSED, true, "closed")));
        TestSubscriber<DeletionReceipt> call = fixture.call();
        TestSubscriber<Void> closing = close();

        fixture.pass(TIMEOUT.minusMillis(1));
        assertThat(closing.isTerminated()).isFalse();
        fixture.pass(Duration.ofMillis(1));

        assertThat(closing.isTerminatedComplete()).isTrue();
        assertThat(failure(TransportFailedException.class, call).kind()).isEqualTo(Kind.CLOSED);
    }

    @Test
    void aCancelledCallIsNotWaitedFor() {
        fixture.transport.then(isSilent());
        TestSubscriber<DeletionReceipt> call = fixture.call();
        TestSubscriber<Void> closing = close();

        call.cancel();

        assertThat(closing.isTerminatedComplete()).isTrue();
    }

    @Test
    void aCallThatWasNeverRequestedIsNotWaitedFor() {
        TestSubscriber<DeletionReceipt> call =
                TestSubscriber.builder().initialRequest(0).build();
        fixture.client().delete(Fixture.REQUEST).subscribe(call);

        assertThat(close().isTerminatedComplete()).isTrue();
    }

    /** With the real timer, which accepts no task any more. */
    @Test
    void aStreamOfAClosedClientHasAResultForEachRequest() {
        ClassificationDeletions closed = ClassificationDeletions.builder()
                .apiKey(ApiKey.of(Fixture.KEY))
                .transport(fixture.transport)
                .build();
        closed.closeLater().block(TIMEOUT);
        BulkOptions options = BulkOptions.builder()
                .linger(Duration.ofMillis(10))
                .progress(Duration.ofMillis(10), progress -> {})
                .build();

        StepVerifier.create(closed.deleteAll(Flux.just(Fixture.REQUEST).concatWith(Mono.never()), options))
                .assertNext(result -> assertThat(result)
                        .isInstanceOfSatisfying(DeletionResult.Failed.class, failed -> assertThat(failed.outcome())
                                .isEqualTo(Outcome.NOT_SENT)))
                .expectError(CallRejectedException.class)
                .verify(TIMEOUT);
    }

    @Test
    void anEndlessStreamEndsWithOneResultForEachRequestThatWasTaken() {
        AtomicInteger taken = new AtomicInteger();
        Flux<DeletionRequest> endless =
                Flux.generate(sink -> sink.next(new DeleteBatch("cls-1", "batch-" + taken.incrementAndGet())));
        fixture.transport.always(succeeds());
        List<DeletionResult> results = new ArrayList<>();

        StepVerifier.create(fixture.client().deleteAll(endless).doOnNext(result -> {
                    results.add(result);
                    if (results.size() == 1_000) {
                        fixture.client().close();
                    }
                }))
                .thenConsumeWhile(result -> true)
                .expectErrorMessage("not deleted (NOT_SENT): the client is closed")
                .verify(TIMEOUT);

        assertThat(results).hasSize(taken.get());
        assertThat(results.stream().filter(DeletionResult::isGone).count()).isEqualTo(fixture.transport.exchanges());
    }

    @Test
    void itIsColdAndIdempotent() {
        Mono<Void> closing = fixture.client().closeGracefully(TIMEOUT);
        fixture.transport.always(succeeds());
        receipt(fixture.call());

        assertThat(closing.block(TIMEOUT)).isNull();
        assertThat(closing.block(TIMEOUT)).isNull();
        failure(CallRejectedException.class, fixture.call());
    }

    @Test
    void aTimeoutThatIsNotPositiveIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> fixture.client().closeGracefully(Duration.ZERO));
    }

    private TestSubscriber<Void> close() {
        TestSubscriber<Void> closing = TestSubscriber.create();
        fixture.client().closeGracefully(TIMEOUT).subscribe(closing);
        return closing;
    }
}
