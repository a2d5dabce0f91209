package ai.extracta.deletions.internal.bulk;

import static ai.extracta.deletions.internal.bulk.Bulk.LIMIT;
import static ai.extracta.deletions.internal.bulk.Bulk.deleteAll;
import static ai.extracta.deletions.internal.bulk.Bulk.files;
import static ai.extracta.deletions.internal.bulk.Bulk.quick;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.CorrelatedResult;
import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionResult.Deleted;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.model.DeletionRequest;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

/** Backpressure, cancellation and what is kept in memory. */
class CorrelationFlowTest {

    private final TestPublisher<Integer> source = TestPublisher.create();
    private final List<Integer> mapped = new ArrayList<>();

    private DeletionRequest batch(int number) {
        mapped.add(number);
        return new DeleteBatch("cls-1", "batch-" + number);
    }

    private static Mono<DeletionReceipt> deleted(DeletionRequest request) {
        return Mono.just(ModelServer.receipt(request, Confirmation.CONFIRMED));
    }

    @Test
    void aSlowConsumerStopsTheSourceAtTwoWindows() {
        StepVerifier.create(
                        deleteAll(
                                CorrelationFlowTest::deleted, quick().window(5).build(), source, this::batch),
                        0)
                .then(() -> source.assertMinRequested(10))
                .then(() -> source.assertMaxRequested(10))
                .then(() -> source.next(0, 1, 2, 3, 4, 5, 6, 7, 8, 9))
                .then(() -> source.assertMaxRequested(0))
                .thenRequest(1)
                .expectNextCount(1)
                .thenRequest(9)
                .expectNextCount(9)
                .then(() -> source.assertMinRequested(10))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void elementsThatCannotBeMappedAreRequestedNoFasterThanTheirResultsAreConsumed() {
        StepVerifier.create(
                        deleteAll(
                                CorrelationFlowTest::deleted, quick().window(5).build(), source, number -> null),
                        0)
                .then(() -> source.next(0, 1, 2, 3, 4, 5, 6, 7, 8, 9))
                .then(() -> source.assertMaxRequested(0))
                .thenRequest(3)
                .expectNextCount(3)
                .then(() -> source.assertMinRequested(3))
                .then(() -> source.assertMaxRequested(3))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void anElementIsMappedOncePerSubscriptionAndInOrder() {
        Flux<CorrelatedResult<Integer>> cold =
                deleteAll(CorrelationFlowTest::deleted, quick().window(3).build(), Flux.range(0, 10), this::batch);
        assertThat(mapped).isEmpty();

        assertThat(cold.count().block(LIMIT)).isEqualTo(10);
        assertThat(mapped).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);

        assertThat(cold.count().block(LIMIT)).isEqualTo(10);
        assertThat(mapped).hasSize(20);
    }

    @Test
    void afterCancellingNothingIsMappedOrSentAndCallsInFlightAreUnknown() {
        RecordingLedger ledger = new RecordingLedger();
        List<DeletionRequest> cancelled = new ArrayList<>();
        Disposable subscription = deleteAll(
                        request -> Mono.<DeletionReceipt>never().doOnCancel(() -> cancelled.add(request)),
                        quick().concurrency(1).window(1).ledger(ledger).build(),
                        source,
                        this::batch)
                .subscribe();
        source.next(1, 2);

        subscription.dispose();

        source.assertCancelled();
        assertThat(cancelled).containsExactly(new DeleteBatch("cls-1", "batch-1"));
        assertThat(ledger.state(new DeleteBatch("cls-1", "batch-1"))).isEqualTo(State.STARTED);
        assertThat(ledger.state(new DeleteBatch("cls-1", "batch-2"))).isEqualTo(State.PENDING);
        source.next(3);
        assertThat(mapped).containsExactly(1, 2);
    }

    /** The refused call for both files is in memory until the call for the second one has ended. */
    @Test
    @Timeout(20)
    void anElementIsReleasedOnceItsResultIsEmittedEvenIfItsCallGoesOn() throws InterruptedException {
        Queue<byte[]> elements = new ConcurrentLinkedQueue<>();
        ReferenceQueue<byte[]> collected = new ReferenceQueue<>();
        List<Reference<byte[]>> references = new ArrayList<>();
        for (byte number = 1; number <= 2; number++) {
            byte[] element = {number};
            elements.add(element);
            references.add(new PhantomReference<>(element, collected));
            element = null;
        }
        List<String> results = new ArrayList<>();

        Disposable subscription = deleteAll(
                        CorrelationFlowTest::secondNeverEnds,
                        BulkOptions.builder().window(2).build(),
                        Flux.<byte[]>generate(sink -> sink.next(elements.remove()))
                                .take(2)
                                .concatWith(Flux.never()),
                        element -> files("f-" + element[0]))
                .doOnNext(each -> results.add(each.item()[0] + " " + (each.result() instanceof Deleted)))
                .subscribe();

        assertThat(results).containsExactly("1 true");
        Reference<?> released = null;
        while (released == null) {
            System.gc();
            released = collected.remove(100);
        }
        assertThat(released).isSameAs(references.get(0));
        subscription.dispose();
    }

    private static Mono<DeletionReceipt> secondNeverEnds(DeletionRequest request) {
        List<String> ids = ((DeleteFiles) request).fileIds();
        if (ids.size() == 2) {
            return Mono.error(ModelServer.refused(request, 400));
        }
        return ids.get(0).equals("f-1") ? deleted(request) : Mono.never();
    }
}
