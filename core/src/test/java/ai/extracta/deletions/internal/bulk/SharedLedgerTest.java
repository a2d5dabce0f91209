package ai.extracta.deletions.internal.bulk;

import static ai.extracta.deletions.internal.bulk.Bulk.LIMIT;
import static ai.extracta.deletions.internal.bulk.Bulk.deleteAll;
import static ai.extracta.deletions.internal.bulk.Bulk.failed;
import static ai.extracta.deletions.internal.bulk.Bulk.files;
import static ai.extracta.deletions.internal.bulk.Bulk.quick;
import static ai.extracta.deletions.internal.bulk.Bulk.results;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.AlreadyAbsent;
import ai.extracta.deletions.bulk.DeletionResult.Deleted;
import ai.extracta.deletions.bulk.DeletionResult.Subsumed;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Two streams on one ledger: what one of them deletes between the lookup and the call of the other. */
class SharedLedgerTest {

    private static final DeletionRequest BATCH = new DeleteBatch("cls-1", "batch-1");

    private final ModelServer server = new ModelServer()
            .holding("cls-1", "batch-1", List.of("f-1", "f-2", "f-3", "f-4"))
            .holding("cls-1", "batch-2", List.of("f-1"));
    private final SharedLedger ledger = new SharedLedger();
    private final SharedLedger.Writer ours = ledger.writer();
    private final SharedLedger.Writer theirs = ledger.writer();

    /** The others delete their requests once our first call is on its way. */
    private Function<DeletionRequest, Mono<DeletionReceipt>> after(DeletionRequest... others) {
        Mono<Void> first = Mono.defer(
                        () -> deleteAll(server, quick().ledger(theirs).build(), Flux.just(others))
                                .then())
                .cache();
        return request -> first.then(Mono.defer(() -> {
            ours.record("sent");
            return server.apply(request);
        }));
    }

    private BulkOptions.Builder sharing() {
        return BulkOptions.builder().ledger(ours);
    }

    @Test
    void whatOthersHaveStartedIsAlreadyAbsentWhenItIsNotFound() {
        List<DeletionResult> results = results(after(BATCH), sharing().build(), BATCH);

        assertThat(results).singleElement().isInstanceOfSatisfying(AlreadyAbsent.class, absent -> assertThat(
                        absent.receipts())
                .singleElement()
                .satisfies(receipt -> assertThat(receipt.status()).isEqualTo(404)));
        assertThat(ledger.state(BATCH)).isEqualTo(State.DELETED);
        assertThat(ours.events()).containsExactly("begin 1", "sent", "asked about 1", "finish 1");
    }

    @Test
    void whatNobodyElseHasStartedIsRefusedWhenItIsNotFound() {
        DeletionRequest mistyped = new DeleteBatch("cls-1", "batch-9");

        List<DeletionResult> results = results(after(BATCH), sharing().build(), mistyped);

        assertThat(failed(results.get(0)).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(ledger.state(mistyped)).isEqualTo(State.REFUSED);
    }

    @Test
    void whatIsFoundOrRefusedOtherwiseAsksNobody() {
        results(server, sharing().build(), BATCH);
        results(
                request -> Mono.error(ModelServer.refused(request, 400)),
                sharing().build(),
                files("f-9"));
        results(request -> Mono.error(ModelServer.lost(request)), sharing().build(), files("f-8"));

        assertThat(ours.events()).noneMatch(event -> event.startsWith("asked"));
    }

    @Test
    void whatIsAlreadyExplainedAsksNobody() {
        results(server, sharing().notFoundMeansAbsent().build(), files("f-9"));
        results(request -> Mono.error(ModelServer.lost(request)), sharing().build(), files("f-8"));
        assertThat(results(server, sharing().build(), files("f-8"))).hasOnlyElementsOfType(AlreadyAbsent.class);

        assertThat(ours.events()).noneMatch(event -> event.startsWith("asked"));
    }

    @Test
    void aDryRunAsksNobody() {
        results(after(BATCH), sharing().dryRun(true).build(), BATCH);

        assertThat(ours.events()).isEmpty();
    }

    @Test
    void ofMergedFilesThoseThatOthersHaveStartedAreAbsentAndTheRestIsDeletedOrRefused() {
        List<DeletionResult> results = results(
                after(files("f-1"), files("f-3")),
                sharing().build(),
                files("f-1"),
                files("f-2"),
                files("mistyped"),
                files("f-3"),
                files("f-4"));

        assertThat(results.get(0)).isInstanceOf(AlreadyAbsent.class);
        assertThat(results.get(1)).isInstanceOf(Deleted.class);
        assertThat(failed(results.get(2)).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(results.get(3)).isInstanceOf(AlreadyAbsent.class);
        assertThat(results.get(4)).isInstanceOf(Deleted.class);
    }

    @Test
    void aRequestForSeveralFilesThatOthersHaveStartedIsAlreadyAbsentFileByFile() {
        assertThat(results(after(files("f-1", "f-2")), sharing().build(), files("f-1", "f-2")))
                .singleElement()
                .isInstanceOfSatisfying(AlreadyAbsent.class, absent -> assertThat(absent.receipts())
                        .hasSize(2));
    }

    /** Their calls need not be sent again after samples of the batch were refused, except for what others started. */
    @Test
    void filesOfACallThatIsOnlySampledAreSentByThemselvesIfOthersHaveStartedThem() {
        BulkOptions options = sharing().maxFilesPerCall(4).concurrency(1).build();
        DeletionRequest[] mistyped =
                IntStream.range(0, 6).mapToObj(i -> files("m-" + i)).toArray(DeletionRequest[]::new);

        List<DeletionResult> results = results(
                after(files("f-1"), files("f-2")),
                options,
                mistyped[0],
                mistyped[1],
                mistyped[2],
                mistyped[3],
                mistyped[4],
                files("f-1"),
                files("f-2"),
                mistyped[5]);

        assertThat(results.subList(5, 7)).hasOnlyElementsOfType(AlreadyAbsent.class);
        assertThat(results).filteredOn(result -> !result.isGone()).hasSize(6).allSatisfy(result -> assertThat(
                        failed(result).outcome())
                .isEqualTo(Outcome.REFUSED));
    }

    @Test
    void filesThatOthersHaveDeletedAreNoSampleOfWhatIsRefused() {
        BulkOptions options = sharing().maxFilesPerCall(3).concurrency(1).build();

        List<DeletionResult> results = results(
                after(files("f-1"), files("f-2")),
                options,
                files("m-1"),
                files("m-2"),
                files("m-3"),
                files("f-1"),
                files("f-3"),
                files("f-2"));

        assertThat(results.subList(3, 6)).extracting(DeletionResult::isGone).containsExactly(true, true, true);
        assertThat(results.get(4)).isInstanceOf(Deleted.class);
    }

    @Test
    void filesOfACallThatIsNotBisectedAreSentByThemselvesIfOthersHaveStartedThem() {
        List<DeletionResult> results = results(
                after(files("f-1")), sharing().bisectRefused(false).build(), files("f-1"), files("f-2"), files("f-3"));

        assertThat(results.get(0)).isInstanceOf(AlreadyAbsent.class);
        assertThat(results.subList(1, 3))
                .allSatisfy(result -> assertThat(failed(result).outcome()).isEqualTo(Outcome.REFUSED));
    }

    @Test
    void whatABatchThatOthersHaveStartedWouldHaveSubsumedIsSubsumed() {
        List<DeletionResult> results = results(after(BATCH), sharing().build(), BATCH, files("f-1"));

        assertThat(results.get(0)).isInstanceOf(AlreadyAbsent.class);
        assertThat(results.get(1)).isInstanceOf(Subsumed.class);
    }

    @Test
    void whatABatchThatIsRefusedWouldHaveSubsumedIsSentAndOthersMayHaveStartedIt() {
        DeletionRequest files = new DeleteFiles("cls-1", "batch-2", List.of("f-1"));
        DeletionRequest batch = new DeleteBatch("cls-1", "batch-2");
        Function<DeletionRequest, Mono<DeletionReceipt>> delete = after(files);

        List<DeletionResult> results = results(
                request ->
                        request.equals(batch) ? Mono.error(ModelServer.refused(request, 409)) : delete.apply(request),
                sharing().build(),
                batch,
                files);

        assertThat(failed(results.get(0)).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(results.get(1)).isInstanceOf(AlreadyAbsent.class);
    }

    @Test
    void failFastDoesNotStopAtWhatOthersHaveDeleted() {
        BulkOptions options = sharing().failFast(true).window(1).concurrency(1).build();

        assertThat(results(after(BATCH), options, BATCH, new DeleteBatch("cls-1", "batch-2")))
                .extracting(DeletionResult::isGone)
                .containsExactly(true, true);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLedgerThatDoesNotAnswerEndsTheStreamAndLeavesTheOutcomeUnknown(boolean bisectRefused) {
        ours.answeringAfter(Mono.error(new IOException("no connection")));
        BulkOptions options =
                sharing().bisectRefused(bisectRefused).window(2).concurrency(1).build();
        Flux<DeletionRequest> requests = Flux.just(files("f-8"), files("f-9"), BATCH);

        List<DeletionResult> results = new ArrayList<>();
        StepVerifier.create(deleteAll(server, options, requests).doOnNext(results::add))
                .thenConsumeWhile(result -> true)
                .expectErrorMessage("no connection")
                .verify(LIMIT);

        assertThat(results).noneMatch(DeletionResult::isGone);
        assertThat(failed(results.get(0)).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(ledger.state(files("f-8"))).isEqualTo(State.STARTED);
        assertThat(server.calls()).doesNotContain(BATCH);
    }

    @Test
    void aLedgerThatGivesTooFewAnswersEndsTheStream() {
        RecordingLedger silent = new RecordingLedger().answering(List.of());

        StepVerifier.create(deleteAll(server, quick().ledger(silent).build(), Mono.just(files("f-9"))))
                .expectNextMatches(result -> failed(result).outcome() == Outcome.UNKNOWN)
                .expectErrorMessage("the ledger was asked whether others have started 1 requests and gave 0 answers")
                .verify(LIMIT);
    }

    @Test
    void aStreamThatIsCancelledWhileItAsksLeavesTheRequestStarted() {
        Sinks.Empty<Void> answer = Sinks.empty();
        ours.answeringAfter(answer.asMono());
        List<DeletionResult> results = new ArrayList<>();
        Disposable subscription = deleteAll(server, quick().ledger(ours).build(), Flux.just(files("f-9")))
                .subscribe(results::add);
        assertThat(server.calls()).hasSize(1);

        subscription.dispose();

        assertThat(answer.currentSubscriberCount()).isZero();
        assertThat(results).isEmpty();
        assertThat(ledger.state(files("f-9"))).isEqualTo(State.STARTED);
    }

    @Property(tries = 200)
    void twoStreamsWithTheSameRequestsNeverReportThatAFileIsNotGone(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 40) int files,
            @ForAll @IntRange(min = 1, max = 10) int window,
            @ForAll @IntRange(min = 1, max = 6) int maxFilesPerCall,
            @ForAll @IntRange(min = 1, max = 3) int concurrency) {
        List<String> ids = IntStream.range(0, files).mapToObj(i -> "p-" + i).toList();
        ModelServer shared = new ModelServer().holding("cls-1", "batch-1", ids);
        SharedLedger both = new SharedLedger();
        Random random = new Random(seed);
        Function<DeletionRequest, Mono<DeletionReceipt>> delayed =
                request -> Mono.delay(Duration.ofNanos(random.nextInt(200_000)), Schedulers.parallel())
                        .then(shared.apply(request))
                        .flatMap(receipt -> Mono.delay(Duration.ofNanos(random.nextInt(200_000)), Schedulers.parallel())
                                .thenReturn(receipt));
        Function<SharedLedger.Writer, Flux<DeletionResult>> stream = writer -> deleteAll(
                delayed,
                quick().ledger(writer)
                        .window(window)
                        .maxFilesPerCall(maxFilesPerCall)
                        .concurrency(concurrency)
                        .build(),
                Flux.fromIterable(ids).map(Bulk::files));

        List<DeletionResult> results = Flux.merge(stream.apply(both.writer()), stream.apply(both.writer()))
                .collectList()
                .block(LIMIT);

        assertThat(results).hasSize(2 * files).allMatch(DeletionResult::isGone);
    }
}
