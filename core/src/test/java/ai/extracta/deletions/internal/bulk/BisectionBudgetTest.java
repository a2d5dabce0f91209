package ai.extracta.deletions.internal.bulk;

import static ai.extracta.deletions.internal.bulk.Bulk.LIMIT;
import static ai.extracta.deletions.internal.bulk.Bulk.deleteAll;
import static ai.extracta.deletions.internal.bulk.Bulk.failed;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.AlreadyAbsent;
import ai.extracta.deletions.bulk.DeletionResult.Deleted;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.Headers;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class BisectionBudgetTest {

    private final ModelServer server = new ModelServer().holding("cls-1", "batch-1", List.of("other"));

    /** On a slow machine too, a window is full before it is sent. */
    private static BulkOptions.Builder unhurried() {
        return BulkOptions.builder().linger(Duration.ofDays(1));
    }

    private static Flux<DeletionRequest> files(int from, int to) {
        return Flux.range(from, to - from).map(i -> Bulk.files("f-" + i));
    }

    private void hold(int from, int to) {
        server.holding(
                "cls-1",
                "batch-1",
                IntStream.range(from, to).mapToObj(i -> "f-" + i).toList());
    }

    private static List<DeletionResult> run(
            Function<DeletionRequest, Mono<DeletionReceipt>> delete, BulkOptions options, Flux<DeletionRequest> all) {
        return Objects.requireNonNull(
                deleteAll(delete, options, all).collectList().block(LIMIT));
    }

    @Test
    void aThousandAbsentFilesDoNotCostTwoCallsEach() {
        List<DeletionResult> results = run(server, unhurried().build(), files(0, 1_000));

        assertThat(results).hasSize(1_000).allSatisfy(result -> {
            assertThat(failed(result).outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(failed(result).remaining()).containsExactly(result.request());
            assertThat(failed(result).failure()).isInstanceOf(ResponseException.class);
        });
        assertThat(server.calls()).hasSize(10 + 198 + 9 * 2);
    }

    @Test
    void laterWindowsOfTheBatchProfitToo() {
        run(server, unhurried().window(100).build(), files(0, 1_000));

        assertThat(server.calls()).hasSize(10 + 198 + 9 * 2);
    }

    @Test
    void aReasonThatNamesTheFilesOrTheirNumberIsTheSameReason() {
        AtomicInteger calls = new AtomicInteger();
        run(
                request -> {
                    calls.incrementAndGet();
                    List<String> ids = ((DeleteFiles) request).fileIds();
                    String message = ids.size() + " of " + ids.size() + " are unknown, the first is " + ids.get(0);
                    return Mono.error(
                            new ResponseException(request, Outcome.REFUSED, 1, 404, message, Headers.of(), ""));
                },
                unhurried().build(),
                files(0, 250));

        assertThat(calls).hasValue(3 + 198 + 2 * 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 150, 199, 200, 201, 250, 299})
    void whereADeliveryWasInterruptedTheRestIsDeleted(int done) {
        hold(done, 300);

        List<DeletionResult> results = run(server, unhurried().build(), files(0, 300));

        assertThat(results).filteredOn(Deleted.class::isInstance).hasSize(300 - done);
        assertThat(results).filteredOn(Failed.class::isInstance).hasSize(done);
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 150, 199, 200})
    void alsoIfTheRestIsAllThatLaterWindowsBring(int done) {
        hold(done, 200);

        List<DeletionResult> results = run(server, unhurried().window(100).build(), files(0, 200));

        assertThat(results).filteredOn(Deleted.class::isInstance).hasSize(200 - done);
    }

    @Test
    void aFewRefusedFilesProveNothingAboutALargerCall() {
        hold(4, 103);

        List<DeletionResult> results = run(
                server, unhurried().build(), Flux.concat(Flux.just(Bulk.files("f-0", "f-1", "f-2")), files(3, 103)));

        assertThat(results).filteredOn(Deleted.class::isInstance).hasSize(99);
    }

    @Test
    void afterADeletionRefusedCallsOfItsBatchAreBisectedAgain() {
        hold(100, 101);

        run(server, unhurried().window(100).concurrency(1).build(), files(0, 300));
        int before = server.calls().size();
        hold(399, 400);
        List<DeletionResult> results = run(server, unhurried().build(), files(301, 400));

        assertThat(results).filteredOn(Deleted.class::isInstance).hasSize(1);
        assertThat(server.calls().size()).isGreaterThan(before);
    }

    @Test
    void batchesAreJudgedApart() {
        server.holding(
                "cls-1",
                "batch-2",
                IntStream.range(0, 99).mapToObj(i -> "f-" + i).toList());
        Flux<DeletionRequest> second =
                Flux.range(0, 100).map(i -> new DeleteFiles("cls-1", "batch-2", List.of("f-" + i)));

        List<DeletionResult> results =
                run(server, unhurried().build(), files(0, 100).concatWith(second));

        assertThat(results).filteredOn(Deleted.class::isInstance).hasSize(99);
    }

    /** They were refused together with others, which is no answer for each of them. */
    @Test
    void requestsOfARefusedCallThatWaitsAreSentAgainInTheNextRunIfTheStreamStops() {
        RecordingLedger ledger = new RecordingLedger();
        BulkOptions options =
                unhurried().maxFilesPerCall(2).concurrency(2).ledger(ledger).build();
        List<DeletionResult> results = deleteAll(
                        request -> Mono.error(ModelServer.refused(
                                request, ((DeleteFiles) request).fileIds().contains("f-0") ? 404 : 401)),
                        options,
                        files(0, 4))
                .onErrorResume(failure -> Mono.empty())
                .collectList()
                .block(LIMIT);

        assertThat(results)
                .hasSize(4)
                .allSatisfy(result -> assertThat(failed(result).outcome()).isEqualTo(Outcome.REFUSED));
        assertThat(ledger.state(Bulk.files("f-0"))).isEqualTo(State.PENDING);
        assertThat(ledger.state(Bulk.files("f-1"))).isEqualTo(State.PENDING);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void ifNotFoundMeansAbsentASingleFileIsAlreadyAbsent(int status) {
        assertThat(run(
                        request -> Mono.error(ModelServer.refused(request, status)),
                        unhurried().notFoundMeansAbsent().build(),
                        files(0, 1)))
                .hasOnlyElementsOfType(AlreadyAbsent.class);
    }

    @Test
    void ifNotFoundMeansAbsentSeveralFilesAreVerified() {
        hold(0, 99);

        List<DeletionResult> results =
                run(server, unhurried().notFoundMeansAbsent().build(), files(0, 100));

        assertThat(results).filteredOn(Deleted.class::isInstance).hasSize(99);
        assertThat(results).filteredOn(AlreadyAbsent.class::isInstance).hasSize(1);
    }

    @Test
    void ifNotFoundMeansAbsentSeveralFilesAreVerifiedEvenIfRefusedCallsAreNotBisected() {
        hold(0, 99);

        List<DeletionResult> results = run(
                server, unhurried().notFoundMeansAbsent().bisectRefused(false).build(), files(0, 100));

        assertThat(results).filteredOn(Deleted.class::isInstance).hasSize(99);
    }

    @Test
    void ifNotFoundMeansAbsentAThousandFilesDeliveredAgainAreAbsent() {
        List<DeletionResult> results =
                run(server, unhurried().notFoundMeansAbsent().build(), files(0, 1_000));

        assertThat(results).hasSize(1_000).allMatch(DeletionResult::isGone).hasOnlyElementsOfType(AlreadyAbsent.class);
        assertThat(server.calls()).hasSize(10 + 10 * 198);
    }

    /** Each file is refused alone before it is called absent: a sample would miss this one. */
    @Test
    void ifNotFoundMeansAbsentAFileAmongAbsentOnesIsDeletedAndNotCalledAbsent() {
        hold(350, 351);

        List<DeletionResult> results =
                run(server, unhurried().notFoundMeansAbsent().build(), files(0, 1_000));

        assertThat(results).filteredOn(Deleted.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(AlreadyAbsent.class::isInstance).hasSize(999);
    }

    @Test
    void otherRefusalsAreNoAbsence() {
        assertThat(run(
                        request -> Mono.error(ModelServer.refused(request, 400)),
                        unhurried().notFoundMeansAbsent().build(),
                        files(0, 3)))
                .hasOnlyElementsOfType(Failed.class);
    }

    @Test
    void theSettingOfTheClientAppliesAsWell() {
        Flux<DeletionResult> results = new BulkDeletion(
                        server, unhurried().build(), true, () -> false, Schedulers.parallel())
                .deleteAll(files(0, 2));

        assertThat(results.collectList().block(LIMIT)).hasOnlyElementsOfType(AlreadyAbsent.class);
    }
}
