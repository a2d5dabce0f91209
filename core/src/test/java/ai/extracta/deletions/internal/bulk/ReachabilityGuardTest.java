package ai.extracta.deletions.internal.bulk;

import static ai.extracta.deletions.internal.bulk.Bulk.LIMIT;
import static ai.extracta.deletions.internal.bulk.Bulk.failed;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.Deleted;
import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class ReachabilityGuardTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<DeletionRequest> sent = new ArrayList<>();
    private final List<DeletionResult> results = new ArrayList<>();

    private static Flux<DeletionRequest> batches(int count) {
        return Flux.range(0, count).map(i -> new DeleteBatch("cls-1", "batch-" + i));
    }

    private Flux<DeletionResult> deleteAll(
            Function<DeletionRequest, Mono<DeletionReceipt>> delete, BulkOptions.Builder options, int count) {
        return new BulkDeletion(
                        request -> Mono.defer(() -> {
                            sent.add(request);
                            return delete.apply(request);
                        }),
                        options.build(),
                        false,
                        () -> false,
                        time)
                .deleteAll(batches(count))
                .doOnNext(results::add);
    }

    static Mono<DeletionReceipt> failing(DeletionRequest request, Kind kind) {
        return Mono.error(new TransportFailedException(
                request, Outcome.NOT_SENT, 3, new TransportException(kind, false, "no such host")));
    }

    private static Mono<DeletionReceipt> deleted(DeletionRequest request) {
        return Mono.just(ModelServer.receipt(request, Confirmation.CONFIRMED));
    }

    @Test
    void fiftyThousandRequestsToAWrongHostEndAfterTheFirstCalls() {
        StepVerifier.create(deleteAll(
                        request -> Mono.delay(Duration.ofSeconds(1), time).then(failing(request, Kind.DNS)),
                        BulkOptions.builder(),
                        50_000))
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(5)))
                .thenConsumeWhile(result -> failed(result).outcome() == Outcome.NOT_SENT)
                .expectErrorSatisfies(failure -> {
                    assertThat(failure).isInstanceOf(TransportFailedException.class);
                    assertThat(((TransportFailedException) failure).kind()).isEqualTo(Kind.DNS);
                })
                .verify(LIMIT);
        assertThat(sent).hasSizeLessThan(32); // those in flight are replaced until the sixteenth has failed
    }

    @Test
    void everyRequestThatWasTakenHasItsResultWithTheReason() {
        List<DeletionRequest> taken = new ArrayList<>();
        Flux<DeletionResult> stream = new BulkDeletion(
                        request -> failing(request, Kind.CONNECT),
                        BulkOptions.builder().window(50).build(),
                        false,
                        () -> false,
                        time)
                .deleteAll(batches(50_000).doOnNext(taken::add));

        StepVerifier.create(stream.doOnNext(results::add))
                .thenConsumeWhile(result -> true)
                .expectErrorSatisfies(reason -> assertThat(results)
                        .extracting(result -> failed(result).failure())
                        .filteredOn(CallRejectedException.class::isInstance)
                        .hasSizeGreaterThan(18)
                        .allSatisfy(failure -> assertThat(failure).hasCause(reason)))
                .verify(LIMIT);
        assertThat(results).extracting(DeletionResult::request).containsExactlyInAnyOrderElementsOf(taken);
        assertThat(taken).hasSizeLessThanOrEqualTo(100);
    }

    @Test
    void anAnswerInBetweenStartsTheCountAnew() {
        StepVerifier.create(deleteAll(
                        request -> sent.size() % 16 == 0 ? deleted(request) : failing(request, Kind.CONNECT),
                        BulkOptions.builder(),
                        100))
                .expectNextCount(100)
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void aRefusalIsAnAnswer() {
        StepVerifier.create(deleteAll(
                        request -> sent.size() % 16 == 0
                                ? Mono.error(ModelServer.refused(request, 500))
                                : failing(request, Kind.CONNECT),
                        BulkOptions.builder(),
                        100))
                .expectNextCount(100)
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void withALimitOfZeroTheStreamNeverStops() {
        StepVerifier.create(deleteAll(
                        request -> failing(request, Kind.DNS),
                        BulkOptions.builder().stopWhenUnreachable(0),
                        100))
                .expectNextCount(100)
                .expectComplete()
                .verify(LIMIT);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"DNS", "CONNECT", "TLS", "PROXY", "TIMEOUT"},
            mode = Mode.EXCLUDE)
    void otherFailuresBeforeSendingDoNotStopTheStream(Kind kind) {
        StepVerifier.create(deleteAll(request -> failing(request, kind), BulkOptions.builder(), 100))
                .expectNextCount(100)
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void aStreamThatWaitsContinuesWhenACallIsAnswered() {
        boolean[] isReachable = {false};
        StepVerifier.create(deleteAll(
                        request -> isReachable[0] ? deleted(request) : failing(request, Kind.CONNECT),
                        BulkOptions.builder()
                                .concurrency(1)
                                .stopWhenUnreachable(4)
                                .waitWhenUnreachable(Duration.ofMinutes(1)),
                        100))
                .expectNextCount(3)
                .then(() -> assertThat(sent).hasSize(4))
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(10)))
                .then(() -> assertThat(sent).hasSize(14)) // one a second
                .then(() -> isReachable[0] = true)
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(1)))
                .expectNextCount(97)
                .expectComplete()
                .verify(LIMIT);
        assertThat(results.subList(3, 100)).hasOnlyElementsOfType(Deleted.class);
    }

    @Test
    void callsThatWereInFlightWhenTheWaitBeganAreSentAgain() {
        StepVerifier.create(deleteAll(
                        request -> sent.size() <= 8
                                ? Mono.delay(Duration.ofSeconds(5), time).then(failing(request, Kind.CONNECT))
                                : deleted(request),
                        BulkOptions.builder()
                                .concurrency(8)
                                .stopWhenUnreachable(2)
                                .waitWhenUnreachable(Duration.ofMinutes(1)),
                        8))
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(7)))
                .expectNextCount(8)
                .expectComplete()
                .verify(LIMIT);
        assertThat(results).filteredOn(Deleted.class::isInstance).hasSize(7);
    }

    @Test
    void aStreamThatHasWaitedInVainStops() {
        StepVerifier.create(deleteAll(
                        request -> failing(request, Kind.CONNECT),
                        BulkOptions.builder().concurrency(1).waitWhenUnreachable(Duration.ofSeconds(90)),
                        50))
                .expectNextCount(15)
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(89)))
                .then(() -> assertThat(results).hasSize(15))
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(1)))
                .expectNextCount(35)
                .expectError(TransportFailedException.class)
                .verify(LIMIT);
    }

    @Test
    void aCancelledStreamDoesNotKeepPolling() {
        StepVerifier.create(deleteAll(
                        request -> failing(request, Kind.CONNECT),
                        BulkOptions.builder().concurrency(1).waitWhenUnreachable(Duration.ofDays(1)),
                        50))
                .expectNextCount(15)
                .thenCancel()
                .verify(LIMIT);
        time.advanceTimeBy(Duration.ofHours(1));
        assertThat(sent).hasSize(16);
    }
}
