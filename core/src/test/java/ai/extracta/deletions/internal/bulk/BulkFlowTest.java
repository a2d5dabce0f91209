package ai.extracta.deletions.internal.bulk;

import static ai.extracta.deletions.internal.bulk.Bulk.LIMIT;
import static ai.extracta.deletions.internal.bulk.Bulk.deleteAll;
import static ai.extracta.deletions.internal.bulk.Bulk.files;
import static ai.extracta.deletions.internal.bulk.Bulk.quick;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.BulkProgress;
import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.Deleted;
import ai.extracta.deletions.bulk.DeletionResult.Subsumed;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.model.DeletionRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Backpressure, concurrency, order, windows, cancellation and progress. */
class BulkFlowTest {

    private static final DeletionRequest CLASSIFICATION = new DeleteClassification("cls-1");
    private static final DeletionRequest BATCH = new DeleteBatch("cls-1", "batch-1");

    private final Map<DeletionRequest, Sinks.One<DeletionReceipt>> held = new ConcurrentHashMap<>();
    private final List<DeletionRequest> sent = new ArrayList<>();
    private final List<DeletionRequest> cancelled = new ArrayList<>();
    private final TestPublisher<DeletionRequest> source = TestPublisher.create();
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

    /** Completes when the test calls {@link #respond}. */
    private Mono<DeletionReceipt> holding(DeletionRequest request) {
        return Mono.defer(() -> {
            sent.add(request);
            return held.computeIfAbsent(request, unseen -> Sinks.one())
                    .asMono()
                    .doOnCancel(() -> cancelled.add(request));
        });
    }

    private void respond(DeletionRequest request) {
        held.computeIfAbsent(request, unseen -> Sinks.one())
                .tryEmitValue(ModelServer.receipt(request, Confirmation.CONFIRMED))
                .orThrow();
    }

    private static DeletionRequest batch(int number) {
        return new DeleteBatch("cls-1", "batch-" + number);
    }

    private Flux<DeletionResult> inVirtualTime(BulkOptions.Builder options) {
        return inVirtualTime(options, source.flux());
    }

    private Flux<DeletionResult> inVirtualTime(BulkOptions.Builder options, Flux<DeletionRequest> requests) {
        return new BulkDeletion(this::holding, options.build(), false, () -> false, time).deleteAll(requests);
    }

    @Test
    void noMoreCallsRunThanAllowed() {
        Flux<DeletionResult> all = deleteAll(
                this::holding, quick().concurrency(3).build(), Flux.range(1, 10).map(BulkFlowTest::batch));
        Disposable subscription = all.subscribe();
        assertThat(sent).hasSize(3);
        respond(batch(1));
        assertThat(sent).hasSize(4);
        subscription.dispose();
    }

    @Test
    void aSlowConsumerStopsTheSourceAtTwoWindows() {
        BulkOptions options = quick().window(5).build();
        StepVerifier.create(
                        deleteAll(
                                request -> Mono.just(ModelServer.receipt(request, Confirmation.CONFIRMED)),
                                options,
                                source),
                        0)
                .then(() -> source.assertMinRequested(10))
                .then(() -> source.assertMaxRequested(10))
                .then(() -> {
                    for (int i = 0; i < 10; i++) {
                        source.next(batch(i));
                    }
                })
                .then(() -> source.assertMaxRequested(10))
                .thenRequest(1)
                .expectNextCount(1)
                .thenRequest(9)
                .expectNextCount(9)
                .then(() -> source.assertMinRequested(10))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void noResultIsDeliveredThatWasNotRequested() {
        List<DeletionResult> delivered = new ArrayList<>();
        Flux<DeletionResult> all = deleteAll(
                request -> Mono.just(ModelServer.receipt(request, Confirmation.CONFIRMED)),
                quick().window(2).build(),
                Flux.range(0, 10).map(BulkFlowTest::batch));
        StepVerifier.create(all.doOnNext(delivered::add), 3)
                .expectNextCount(3)
                .then(() -> assertThat(delivered).hasSize(3))
                .thenRequest(Long.MAX_VALUE)
                .expectNextCount(7)
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void aBatchIsNotDeletedBeforeEarlierCallsForItsFilesComplete() {
        Disposable subscription = inVirtualTime(quick()).subscribe();
        source.next(files("f-1"), BATCH);
        assertThat(sent).containsExactly(files("f-1"));
        respond(files("f-1"));
        assertThat(sent).containsExactly(files("f-1"), BATCH);
        subscription.dispose();
    }

    @Test
    void filesThatWaitedForTheirBatchAreSubsumedByIt() {
        StepVerifier.create(inVirtualTime(quick()))
                .then(() -> source.next(BATCH, files("f-1")))
                .then(() -> assertThat(sent).containsExactly(BATCH))
                .then(() -> respond(BATCH))
                .expectNextMatches(Deleted.class::isInstance)
                .expectNextMatches(result -> result instanceof Subsumed subsumed
                        && subsumed.subsumedBy().equals(BATCH))
                .then(() -> assertThat(sent).containsExactly(BATCH))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void filesThatWaitedForTheirBatchAreSentIfItIsRefused() {
        Disposable subscription = inVirtualTime(quick()).subscribe();
        source.next(BATCH, files("f-1"));
        held.computeIfAbsent(BATCH, unseen -> Sinks.one())
                .tryEmitError(ModelServer.refused(BATCH, 409))
                .orThrow();
        assertThat(sent).containsExactly(BATCH, files("f-1"));
        subscription.dispose();
    }

    @Test
    void aClassificationWaitsForCallsWithinItAndForNoOthers() {
        Disposable subscription = inVirtualTime(quick()).subscribe();
        source.next(files("f-1"), batch(2), new DeleteClassification("cls-2"), CLASSIFICATION, batch(3));
        assertThat(sent).containsExactly(files("f-1"), batch(2), new DeleteClassification("cls-2"));
        respond(files("f-1"));
        assertThat(sent).hasSize(3);
        respond(batch(2));
        assertThat(sent).hasSize(4).endsWith(CLASSIFICATION);
        held.computeIfAbsent(CLASSIFICATION, unseen -> Sinks.one())
                .tryEmitError(ModelServer.refused(CLASSIFICATION, 409))
                .orThrow();
        assertThat(sent).hasSize(5).endsWith(batch(3));
        subscription.dispose();
    }

    @Test
    void anIncompleteWindowIsSentAfterItsLinger() {
        Disposable subscription = inVirtualTime(BulkOptions.builder().linger(Duration.ofSeconds(1)))
                .subscribe();
        source.next(files("f-1"));
        time.advanceTimeBy(Duration.ofMillis(999));
        source.next(files("f-2"));
        assertThat(sent).isEmpty();
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(sent).containsExactly(files("f-1", "f-2"));
        subscription.dispose();
    }

    @Test
    void aFullWindowDoesNotLinger() {
        Disposable subscription = inVirtualTime(BulkOptions.builder().window(2).linger(Duration.ofSeconds(1)))
                .subscribe();
        source.next(files("f-1"), files("f-2"), files("f-3"));
        assertThat(sent).containsExactly(files("f-1", "f-2"));
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(sent).containsExactly(files("f-1", "f-2"), files("f-3"));
        subscription.dispose();
    }

    @Test
    void aWindowKeepsFillingWhileNoCallCanStart() {
        Disposable subscription = inVirtualTime(
                        BulkOptions.builder().concurrency(1).linger(Duration.ofSeconds(1)))
                .subscribe();
        source.next(files("f-1"));
        time.advanceTimeBy(Duration.ofSeconds(1));
        source.next(files("f-2"));
        time.advanceTimeBy(Duration.ofSeconds(5));
        source.next(files("f-3"));
        respond(files("f-1"));
        assertThat(sent).containsExactly(files("f-1"), files("f-2", "f-3"));
        subscription.dispose();
    }

    @Test
    void theEndOfTheSourceClosesTheLastWindow() {
        StepVerifier.create(inVirtualTime(BulkOptions.builder()))
                .then(() -> source.next(BATCH).complete())
                .then(() -> respond(BATCH))
                .expectNextMatches(Deleted.class::isInstance)
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void cancellingStopsEverythingAndIsRecordedInTheLedger() {
        RecordingLedger ledger = new RecordingLedger();
        Disposable subscription =
                inVirtualTime(quick().concurrency(1).window(1).ledger(ledger)).subscribe();
        source.next(BATCH, batch(2));
        subscription.dispose();
        source.assertCancelled();
        assertThat(cancelled).containsExactly(BATCH);
        respond(BATCH);
        assertThat(sent).containsExactly(BATCH);
        assertThat(ledger.state(BATCH)).isEqualTo(State.STARTED);
        assertThat(ledger.state(batch(2))).isEqualTo(State.PENDING);
    }

    @Test
    void noResultIsDeliveredAfterCancellation() {
        List<DeletionResult> delivered = deleteAll(
                        request -> Mono.just(ModelServer.receipt(request, Confirmation.CONFIRMED)),
                        quick().window(4).build(),
                        Flux.range(0, 100).map(BulkFlowTest::batch))
                .take(5)
                .collectList()
                .block(LIMIT);
        assertThat(delivered).hasSize(5);
    }

    @Test
    void progressIsReportedPeriodicallyAndAtTheEnd() {
        List<BulkProgress> reported = new ArrayList<>();
        StepVerifier.create(inVirtualTime(quick().expectedRequests(4).progress(Duration.ofSeconds(1), reported::add)))
                .then(() -> source.next(BATCH, batch(2), batch(3)))
                .then(() -> respond(BATCH))
                .expectNextCount(1)
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(1)))
                .then(() -> assertThat(reported).singleElement().satisfies(progress -> {
                    assertThat(progress.received()).isEqualTo(3);
                    assertThat(progress.deleted()).isEqualTo(1);
                    assertThat(progress.requestsPerSecond()).isEqualTo(1);
                    assertThat(progress.estimatedTimeRemaining()).contains(Duration.ofSeconds(3));
                    assertThat(progress.ended()).isFalse();
                }))
                .then(() -> {
                    respond(batch(2));
                    respond(batch(3));
                    source.complete();
                })
                .expectNextCount(2)
                .expectComplete()
                .verify(LIMIT);
        assertThat(reported).hasSize(2).last().satisfies(progress -> {
            assertThat(progress.finished()).isEqualTo(3);
            assertThat(progress.calls()).isEqualTo(3);
            assertThat(progress.ended()).isTrue();
        });
        time.advanceTimeBy(Duration.ofSeconds(10));
        assertThat(reported).hasSize(2);
    }

    @Test
    void progressIsReportedOnceAfterCancellation() {
        List<BulkProgress> reported = new ArrayList<>();
        StepVerifier.create(inVirtualTime(quick().progress(Duration.ofSeconds(1), reported::add)), 0)
                .thenCancel()
                .verify(LIMIT);
        assertThat(reported).singleElement().matches(BulkProgress::ended);
        time.advanceTimeBy(Duration.ofSeconds(10));
        assertThat(reported).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void aThrowingProgressListenerDoesNotAffectTheStream(Throwable thrown) {
        BulkOptions options = quick().progress(Duration.ofSeconds(1), progress -> sneaky(thrown))
                .build();
        StepVerifier.create(deleteAll(
                        request -> Mono.just(ModelServer.receipt(request, Confirmation.CONFIRMED)),
                        options,
                        Mono.just(BATCH)))
                .expectNextCount(1)
                .expectComplete()
                .verify(LIMIT);
    }

    /** Kotlin throws checked exceptions anywhere. */
    private static List<Throwable> thrown() {
        return List.of(
                new IllegalStateException("listener"), new IOException("listener"), new AssertionError("listener"));
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void durationsThatMeanForeverWork() {
        Duration forever = ChronoUnit.FOREVER.getDuration();
        BulkOptions options = BulkOptions.builder()
                .linger(forever)
                .waitWhenUnreachable(forever)
                .progress(forever, progress -> {})
                .build();
        StepVerifier.create(deleteAll(
                        request -> Mono.just(ModelServer.receipt(request, Confirmation.CONFIRMED)),
                        options,
                        Flux.just(BATCH, batch(2))))
                .expectNextCount(2)
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void afterTheTimerIsClosedEveryRequestStillHasItsResult() {
        Scheduler closed = Schedulers.newSingle("closed");
        closed.dispose();
        BulkOptions options = BulkOptions.builder()
                .progress(Duration.ofSeconds(1), progress -> {})
                .build();
        StepVerifier.create(new BulkDeletion(
                                request -> Mono.just(ModelServer.receipt(request, Confirmation.CONFIRMED)),
                                options,
                                false,
                                () -> false,
                                closed)
                        .deleteAll(source))
                .then(() -> source.next(BATCH))
                .expectNextCount(1)
                .then(() -> source.next(batch(2)).complete())
                .expectNextCount(1)
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void requestsTakenBeforeTheSourceIsEndedFromOutsideHaveTheirResults() {
        Sinks.Empty<Void> shutdown = Sinks.empty();
        Flux<DeletionResult> ending = inVirtualTime(
                BulkOptions.builder().concurrency(1).window(2), source.flux().takeUntilOther(shutdown.asMono()));
        StepVerifier.create(ending)
                .then(() -> source.next(batch(1), batch(2), batch(3)))
                .then(() -> assertThat(sent).containsExactly(batch(1)))
                .then(() -> shutdown.tryEmitEmpty().orThrow())
                .then(() -> source.assertCancelled())
                .then(() -> List.of(batch(1), batch(2), batch(3)).forEach(this::respond))
                .expectNextCount(3)
                .expectComplete()
                .verify(LIMIT);
        assertThat(sent).containsExactly(batch(1), batch(2), batch(3));
    }

    @Test
    void manyWindowsInManyThreadsGiveOneResultEach() {
        Function<DeletionRequest, Mono<DeletionReceipt>> elsewhere = request ->
                Mono.just(ModelServer.receipt(request, Confirmation.CONFIRMED)).delayElement(Duration.ofNanos(1));
        Flux<DeletionRequest> many = Flux.range(0, 50_000)
                .map(i -> i % 10 == 0 ? batch(i) : new DeleteFiles("cls-" + i % 7, "b-" + i % 3, List.of("f-" + i)));
        List<Long> indexes = deleteAll(
                        elsewhere, BulkOptions.builder().window(100).build(), many)
                .map(DeletionResult::index)
                .collectList()
                .block(LIMIT);
        assertThat(indexes).hasSize(50_000).doesNotHaveDuplicates();
    }
}
