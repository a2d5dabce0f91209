package ai.extracta.deletions.internal.bulk;

import static ai.extracta.deletions.internal.bulk.Bulk.LIMIT;
import static ai.extracta.deletions.internal.bulk.Bulk.deleteAll;
import static ai.extracta.deletions.internal.bulk.Bulk.failed;
import static ai.extracta.deletions.internal.bulk.Bulk.files;
import static ai.extracta.deletions.internal.bulk.Bulk.quick;
import static ai.extracta.deletions.internal.bulk.Bulk.results;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.BulkProgress;
import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.AlreadyAbsent;
import ai.extracta.deletions.bulk.DeletionResult.Deleted;
import ai.extracta.deletions.bulk.DeletionResult.Skipped;
import ai.extracta.deletions.bulk.DeletionResult.Subsumed;
import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.model.DeletionRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class BulkLedgerTest {

    private static final DeletionRequest BATCH = new DeleteBatch("cls-1", "batch-1");
    private static final DeletionRequest DELETED = new DeleteBatch("cls-1", "batch-deleted");

    private final ModelServer server = new ModelServer().holding("cls-1", "batch-1", List.of("f-1", "f-2", "f-3"));
    private final Queue<String> events = new ConcurrentLinkedQueue<>();
    private final RecordingLedger ledger = new RecordingLedger(events);

    private BulkOptions options() {
        return quick().ledger(ledger).build();
    }

    @Test
    void aRequestIsRecordedBeforeItIsSentAndItsResultBeforeThatIsPublished() {
        deleteAll(
                        request -> Mono.fromCallable(() -> {
                            events.add("sent");
                            return server.respond(request);
                        }),
                        options(),
                        Mono.just(BATCH))
                .doOnNext(result -> events.add("published"))
                .blockLast(LIMIT);
        assertThat(events).containsExactly("begin 1", "sent", "finish 1", "published");
        assertThat(ledger.state(BATCH)).isEqualTo(State.DELETED);
    }

    @Test
    void aRequestSplitOverSeveralCallsIsRecordedOnceBeforeAnyOfThemIsSent() {
        Sinks.Empty<Void> disk = Sinks.empty();
        ledger.beginningAfter(disk.asMono());
        BulkOptions options = quick().ledger(ledger).maxFilesPerCall(1).build();
        StepVerifier.create(deleteAll(server, options, Mono.just(files("f-1", "f-2"))))
                .then(() -> assertThat(server.calls()).isEmpty())
                .then(() -> disk.tryEmitEmpty().orThrow())
                .expectNextMatches(Deleted.class::isInstance)
                .expectComplete()
                .verify(LIMIT);
        assertThat(server.calls()).hasSize(2);
        assertThat(events).containsExactly("begin 1", "finish 1");
    }

    @Test
    void aRequestSplitOverSeveralCallsHasOneResultIfItCannotBeRecorded() {
        ledger.failingToBegin();
        BulkOptions options = quick().ledger(ledger).maxFilesPerCall(1).build();
        StepVerifier.create(deleteAll(server, options, Mono.just(files("f-1", "f-2"))))
                .expectNextMatches(result -> failed(result).outcome() == Outcome.NOT_SENT)
                .expectError(CallRejectedException.class)
                .verify(LIMIT);
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void aDeletedRequestIsSkipped() {
        ledger.knowing(BATCH, State.DELETED);
        assertThat(results(server, options(), BATCH)).singleElement().isInstanceOfSatisfying(Skipped.class, skipped -> {
            assertThat(skipped.reason()).isEqualTo(Skipped.Reason.ALREADY_DELETED);
            assertThat(skipped.isGone()).isTrue();
        });
        assertThat(server.calls()).isEmpty();
        assertThat(events).isEmpty();
    }

    @Test
    void theProgressCountsEachKindOfResult() {
        ledger.knowing(DELETED, State.DELETED);
        List<DeletionRequest> batches = IntStream.rangeClosed(1, 10)
                .<DeletionRequest>mapToObj(i -> new DeleteBatch("cls-1", "batch-" + i))
                .toList();
        List<BulkProgress> reported = new ArrayList<>();
        BulkOptions options = quick().ledger(ledger)
                .progress(Duration.ofHours(1), reported::add)
                .build();
        StepVerifier.create(deleteAll(
                        request -> end(request, batches.indexOf(request)),
                        options,
                        Flux.fromIterable(batches).startWith(DELETED)))
                .expectNextCount(11)
                .expectComplete()
                .verify(LIMIT);
        assertThat(reported).last().satisfies(progress -> {
            assertThat(progress.received()).isEqualTo(11);
            assertThat(progress.skipped()).isEqualTo(1);
            assertThat(progress.calls()).isEqualTo(10);
            assertThat(progress.alreadyAbsent()).isEqualTo(1);
            assertThat(progress.refused()).isEqualTo(2);
            assertThat(progress.notSent()).isEqualTo(3);
            assertThat(progress.unknown()).isEqualTo(4);
            assertThat(progress.finished()).isEqualTo(11);
        });
    }

    private static Mono<DeletionReceipt> end(DeletionRequest request, int number) {
        if (number == 0) {
            return Mono.just(ModelServer.receipt(request, Confirmation.ALREADY_ABSENT));
        }
        if (number < 3) {
            return Mono.error(ModelServer.refused(request, 404));
        }
        return Mono.error(
                number < 6 ? new CallRejectedException(request, "too many", null) : ModelServer.lost(request));
    }

    @Test
    void aPreviouslyRefusedRequestIsSkippedAndNotGone() {
        ledger.knowing(BATCH, State.REFUSED);
        assertThat(results(server, options(), BATCH)).singleElement().isInstanceOfSatisfying(Skipped.class, skipped -> {
            assertThat(skipped.reason()).isEqualTo(Skipped.Reason.PREVIOUSLY_REFUSED);
            assertThat(skipped.isGone()).isFalse();
        });
    }

    @Test
    void aStartedRequestIsSentAgainAndAlreadyAbsentOn404() {
        ledger.knowing(DELETED, State.STARTED).knowing(BATCH, State.STARTED);
        List<DeletionResult> results = results(server, options(), DELETED, BATCH);
        assertThat(results.get(0)).isInstanceOf(AlreadyAbsent.class);
        assertThat(results.get(1)).isInstanceOf(Deleted.class);
        assertThat(ledger.state(DELETED)).isEqualTo(State.DELETED);
    }

    @Test
    void aPendingRequestIsRefusedOn404() {
        assertThat(failed(results(server, options(), DELETED).get(0)).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(ledger.state(DELETED)).isEqualTo(State.REFUSED);
    }

    /** In one call the 404 for the absent ones would refuse the others too. */
    @Test
    void startedFilesAreNotMergedWithPendingOnes() {
        ledger.knowing(files("deleted-1"), State.STARTED)
                .knowing(files("deleted-2"), State.STARTED)
                .knowing(files("f-1"), State.STARTED);
        List<DeletionResult> results = results(
                server,
                options(),
                files("deleted-1"),
                files("f-2"),
                files("deleted-2"),
                files("f-1"),
                files("never-there"));
        assertThat(results.get(0)).isInstanceOf(AlreadyAbsent.class);
        assertThat(results.get(1)).isInstanceOf(Deleted.class);
        assertThat(results.get(2)).isInstanceOf(AlreadyAbsent.class);
        assertThat(results.get(3)).isInstanceOf(Deleted.class);
        assertThat(failed(results.get(4)).outcome()).isEqualTo(Outcome.REFUSED);
    }

    @ParameterizedTest
    @CsvSource({"400", "403", "429", "500"})
    void aStartedRequestStaysUnknownOnAnyOtherFailure(int status) {
        ledger.knowing(BATCH, State.STARTED);
        BulkOptions options = quick().ledger(ledger).stopOnUnauthorized(false).build();
        List<DeletionResult> results =
                results(request -> Mono.error(ModelServer.refused(request, status)), options, BATCH);
        assertThat(failed(results.get(0)).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(ledger.state(BATCH)).isEqualTo(State.STARTED);
    }

    @ParameterizedTest
    @CsvSource({"400, REFUSED", "404, REFUSED", "422, REFUSED", "401, PENDING", "403, PENDING", "429, PENDING"})
    void aRefusalIsFinalIfItIsAboutTheRequest(int status, State state) {
        BulkOptions options = quick().ledger(ledger).stopOnUnauthorized(false).build();
        results(request -> Mono.error(ModelServer.refused(request, status)), options, BATCH);
        assertThat(ledger.state(BATCH)).isEqualTo(state);
    }

    @Test
    void anUnknownRequestStaysStarted() {
        results(request -> Mono.error(ModelServer.lost(request)), options(), BATCH);
        assertThat(ledger.state(BATCH)).isEqualTo(State.STARTED);
    }

    @Test
    void subsumedRequestsAreRecordedToo() {
        results(server, BulkOptions.builder().ledger(ledger).build(), files("f-1"), BATCH);
        assertThat(events).containsExactly("begin 2", "finish 2");
        assertThat(ledger.state(files("f-1"))).isEqualTo(State.DELETED);
    }

    @Test
    void aRequestWithinADeletedOneIsRecordedAsSubsumedAndNotSent() {
        ledger.knowing(BATCH, State.DELETED);
        assertThat(results(server, options(), files("f-1")))
                .singleElement()
                .isInstanceOfSatisfying(Subsumed.class, subsumed -> assertThat(subsumed.subsumedBy())
                        .isEqualTo(BATCH));
        assertThat(server.calls()).isEmpty();
        assertThat(ledger.state(files("f-1"))).isEqualTo(State.DELETED);
    }

    @Test
    void aRequestWithinADeletedOneIsNotRecordedInADryRun() {
        ledger.knowing(BATCH, State.DELETED);
        BulkOptions options = quick().ledger(ledger).dryRun(true).build();
        assertThat(results(server, options, files("f-1"))).hasOnlyElementsOfType(Subsumed.class);
        assertThat(events).isEmpty();
    }

    @Test
    void aSubsumedRequestThatCannotBeRecordedEndsTheStream() {
        ledger.knowing(BATCH, State.DELETED).failingToBegin();
        StepVerifier.create(deleteAll(server, options(), Mono.just(files("f-1"))))
                .expectNextMatches(result -> failed(result).outcome() == Outcome.NOT_SENT)
                .expectError(CallRejectedException.class)
                .verify(LIMIT);
    }

    @Test
    void aLedgerThatReturnsTooFewStatesEndsTheStream() {
        DeletionLedger silent = new DeletionLedger() {
            @Override
            public Mono<List<State>> lookup(List<DeletionRequest> requests) {
                return Mono.just(List.of());
            }

            @Override
            public Mono<Void> begin(List<DeletionRequest> requests) {
                return Mono.empty();
            }

            @Override
            public Mono<Void> finish(List<DeletionResult> results) {
                return Mono.empty();
            }

            @Override
            public void close() {}
        };
        StepVerifier.create(deleteAll(server, quick().ledger(silent).build(), Mono.just(BATCH)))
                .expectNextMatches(result -> failed(result).outcome() == Outcome.NOT_SENT)
                .expectErrorMessage("the ledger was asked for 2 states and gave 0")
                .verify(LIMIT);
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void nothingIsSentThatCannotBeRecorded() {
        ledger.failingToBegin();
        StepVerifier.create(deleteAll(
                        server,
                        quick().ledger(ledger).window(1).concurrency(1).build(),
                        Flux.just(BATCH, new DeleteBatch("cls-1", "batch-2"))))
                .thenConsumeWhile(result -> failed(result).outcome() == Outcome.NOT_SENT)
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(CallRejectedException.class)
                        .hasMessageContaining("ledger")
                        .hasCauseInstanceOf(IOException.class))
                .verify(LIMIT);
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void aResultThatCannotBeRecordedIsPublishedAndEndsTheStream() {
        ledger.failingToFinish();
        StepVerifier.create(deleteAll(server, options(), Flux.just(BATCH).concatWith(Flux.never())))
                .expectNextMatches(Deleted.class::isInstance)
                .expectError(IOException.class)
                .verify(LIMIT);
        assertThat(ledger.state(BATCH)).isEqualTo(State.STARTED);
    }

    @Test
    void aDryRunReadsTheLedgerAndWritesNothing() {
        ledger.knowing(DELETED, State.DELETED);
        BulkOptions options = quick().ledger(ledger).dryRun(true).build();
        assertThat(results(server, options, DELETED, BATCH))
                .extracting(result -> ((Skipped) result).reason())
                .containsExactly(Skipped.Reason.ALREADY_DELETED, Skipped.Reason.DRY_RUN);
        assertThat(events).isEmpty();
    }
}
