package ai.extracta.deletions.internal.bulk;

import static ai.extracta.deletions.internal.bulk.Bulk.LIMIT;
import static ai.extracta.deletions.internal.bulk.Bulk.deleteAll;
import static ai.extracta.deletions.internal.bulk.Bulk.failed;
import static ai.extracta.deletions.internal.bulk.Bulk.files;
import static ai.extracta.deletions.internal.bulk.Bulk.quick;
import static ai.extracta.deletions.internal.bulk.Bulk.results;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.AlreadyAbsent;
import ai.extracta.deletions.bulk.DeletionResult.Deleted;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.bulk.DeletionResult.Skipped;
import ai.extracta.deletions.bulk.DeletionResult.Subsumed;
import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class BulkDeletionTest {

    private static final DeletionRequest BATCH = new DeleteBatch("cls-1", "batch-1");
    private static final DeletionRequest CLASSIFICATION = new DeleteClassification("cls-1");

    private final ModelServer server = new ModelServer()
            .holding("cls-1", "batch-1", List.of("f-1", "f-2", "f-3", "f-4"))
            .holding("cls-1", "batch-2", List.of("f-1"));

    @Test
    void filesOfOneBatchGoIntoOneCallAndEachRequestHasItsResult() {
        List<DeletionResult> results = results(server, BulkOptions.defaults(), files("f-1"), files("f-2", "f-3"));
        assertThat(results).extracting(DeletionResult::request).containsExactly(files("f-1"), files("f-2", "f-3"));
        assertThat(results).hasOnlyElementsOfType(Deleted.class);
        assertThat(server.calls()).containsExactly(files("f-1", "f-2", "f-3"));
    }

    @Test
    void aRepeatedRequestIsSentOnceAndHasTwoResults() {
        assertThat(results(server, BulkOptions.defaults(), BATCH, BATCH))
                .hasSize(2)
                .hasOnlyElementsOfType(Deleted.class)
                .extracting(DeletionResult::index)
                .containsExactly(0L, 1L);
        assertThat(server.calls()).containsExactly(BATCH);
    }

    @Test
    void aRequestForMoreFilesThanFitIntoOneCallIsDeletedWhenAllItsCallsAre() {
        BulkOptions options = BulkOptions.builder().maxFilesPerCall(2).build();
        assertThat(results(server, options, files("f-1", "f-2", "f-3")))
                .singleElement()
                .isInstanceOfSatisfying(Deleted.class, deleted -> assertThat(deleted.receipts())
                        .extracting(DeletionReceipt::request)
                        .containsExactlyInAnyOrder(files("f-1", "f-2"), files("f-3")));
    }

    @Test
    void requestsEnclosedByAnotherAreSubsumed() {
        List<DeletionResult> results =
                results(server, BulkOptions.defaults(), files("f-1"), BATCH, CLASSIFICATION, files("f-9"));
        assertThat(results)
                .filteredOn(Subsumed.class::isInstance)
                .extracting(result -> ((Subsumed) result).subsumedBy())
                .containsExactly(CLASSIFICATION, CLASSIFICATION, CLASSIFICATION);
        assertThat(results.get(2)).isInstanceOf(Deleted.class);
        assertThat(server.calls()).containsExactly(CLASSIFICATION);
    }

    @Test
    void subsumedRequestsAreSentOnTheirOwnIfTheEnclosingOneIsRefused() {
        List<DeletionResult> results = results(
                refusing(CLASSIFICATION, 409), BulkOptions.defaults(), files("f-1"), CLASSIFICATION, files("f-2"));
        assertThat(results.get(0)).isInstanceOf(Deleted.class);
        assertThat(failed(results.get(1)).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(results.get(2)).isInstanceOf(Deleted.class);
        assertThat(server.calls()).containsExactly(files("f-1", "f-2"));
    }

    @Test
    void subsumedRequestsAreUnknownIfTheEnclosingOneIs() {
        List<DeletionResult> results =
                results(losing(CLASSIFICATION), BulkOptions.defaults(), files("f-1"), CLASSIFICATION);
        assertThat(results)
                .allSatisfy(result -> assertThat(failed(result).outcome()).isEqualTo(Outcome.UNKNOWN));
        assertThat(failed(results.get(0)).remaining()).containsExactly(files("f-1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void badFilesAreFoundAndAllOthersDeleted(int bad) {
        List<String> good =
                IntStream.range(0, 100 - bad).mapToObj(i -> "g-" + i).toList();
        server.holding("cls-1", "batch-1", good);
        Flux<DeletionRequest> requests = Flux.range(0, 100).map(i -> {
            // evenly spread: the worst case
            int nth = i * bad / 100;
            boolean isBad = i == 0 || nth != (i - 1) * bad / 100;
            return files(isBad ? "bad-" + nth : "g-" + (i - nth - 1));
        });

        List<DeletionResult> results = deleteAll(server, BulkOptions.defaults(), requests)
                .collectList()
                .block(LIMIT);

        assertThat(results).filteredOn(Deleted.class::isInstance).hasSize(100 - bad);
        assertThat(results).filteredOn(Failed.class::isInstance).hasSize(bad).allSatisfy(result -> {
            assertThat(failed(result).outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(((DeleteFiles) result.request()).fileIds().get(0)).startsWith("bad-");
        });
        double log2 = Math.log(100) / Math.log(2);
        assertThat(server.calls().size() - 1).isLessThanOrEqualTo((int) Math.ceil(2 * bad * log2));
    }

    @Test
    void aFailedRequestForSeveralFilesNamesThoseThatRemain() {
        Failed result = failed(results(server, BulkOptions.defaults(), files("f-1", "bad", "f-2"))
                .get(0));
        assertThat(result.remaining()).containsExactly(files("bad"));
        assertThat(server.state()).contains("batch-1=[f-3, f-4]");
    }

    @Test
    void aRequestOfWhichOneFileIsRefusedForGoodAndOneForTheMomentIsRetryable() {
        Function<DeletionRequest, Mono<DeletionReceipt>> busy = request -> Mono.error(ModelServer.refused(
                request, request.equals(files("f-1")) ? 429 : request.equals(files("bad")) ? 404 : 400));
        for (DeletionRequest request : List.of(files("bad", "f-1"), files("f-1", "bad"))) {
            Failed result =
                    failed(results(busy, BulkOptions.defaults(), request).get(0));

            assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(result.isRetryable()).isTrue();
            assertThat(((ResponseException) result.failure()).status()).isEqualTo(429);
            assertThat(DeletionLedger.stateAfter(result)).isEqualTo(DeletionLedger.State.PENDING);
        }
    }

    /** It was sent in the merged call, and refused with the others. */
    @Test
    void aRequestRefusedInAMergedCallIsNeverReportedAsNotSent() {
        Function<DeletionRequest, Mono<DeletionReceipt>> dying =
                request -> ((DeleteFiles) request).fileIds().size() > 1
                        ? Mono.error(ModelServer.refused(request, 404))
                        : Mono.error(new CallRejectedException(request, "the client is closed", null));
        assertThat(results(dying, BulkOptions.defaults(), files("f-1"), files("f-2")))
                .allSatisfy(result -> assertThat(failed(result).outcome()).isEqualTo(Outcome.REFUSED));
    }

    @Test
    void aRefusedCallIsNotBisectedIfThatIsDisabled() {
        List<DeletionResult> results =
                results(server, BulkOptions.builder().bisectRefused(false).build(), files("f-1"), files("bad"));
        assertThat(results).hasOnlyElementsOfType(Failed.class);
        assertThat(server.calls()).hasSize(1);
    }

    @Test
    void aCallWhoseOutcomeIsUnknownIsNotBisected() {
        DeletionRequest both = files("f-1", "f-2");
        List<DeletionResult> results = results(losing(both), BulkOptions.defaults(), files("f-1"), files("f-2"));
        assertThat(results)
                .allSatisfy(result -> assertThat(failed(result).outcome()).isEqualTo(Outcome.UNKNOWN));
        assertThat(server.calls()).isEmpty();
    }

    /** The server responds with 404 if a single file is absent, and then deletes none of them. */
    @Test
    void filesReportedAbsentTogetherAreVerifiedOneByOne() {
        Function<DeletionRequest, Mono<DeletionReceipt>> doubtful =
                request -> ((DeleteFiles) request).fileIds().size() > 1
                        ? Mono.just(ModelServer.receipt(request, Confirmation.ALREADY_ABSENT))
                        : server.apply(request);
        List<DeletionResult> results =
                results(doubtful, BulkOptions.defaults(), files("f-1"), files("bad"), files("f-2"));
        assertThat(results.get(0)).isInstanceOf(Deleted.class);
        assertThat(results.get(1)).isInstanceOf(AlreadyAbsent.class);
        assertThat(results.get(2)).isInstanceOf(Deleted.class);
        assertThat(server.state()).contains("batch-1=[f-3, f-4]");
    }

    @Test
    void anElementThatIsNullFailsByItself() {
        Flux<DeletionRequest> requests = Flux.from(subscriber -> {
            Flux.just(BATCH).subscribe(new NullFirst(subscriber));
        });
        List<DeletionResult> results = deleteAll(server, BulkOptions.defaults(), requests)
                .collectList()
                .block(LIMIT);
        assertThat(results).hasSize(2);
        assertThat(failed(results.get(0)).outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(failed(results.get(0)).index()).isZero();
        assertThat(failed(results.get(0)).remaining()).isEmpty();
        assertThat(results.get(1)).isInstanceOf(Deleted.class);
    }

    @Test
    void aRequestThatCannotBeSentFailsByItself() {
        Function<DeletionRequest, Mono<DeletionReceipt>> picky = request -> {
            if (request.equals(CLASSIFICATION)) {
                throw new IllegalArgumentException("cannot be written");
            }
            return server.apply(request);
        };
        DeletionRequest other = new DeleteBatch("cls-2", "b");
        server.holding("cls-2", "b", List.of());
        List<DeletionResult> results = results(picky, BulkOptions.defaults(), CLASSIFICATION, other);
        assertThat(failed(results.get(0)).failure()).hasMessage("cannot be written");
        assertThat(failed(results.get(0)).outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(results.get(1)).isInstanceOf(Deleted.class);
    }

    @Test
    void aCallThatEndsWithoutAReceiptIsUnknown() {
        Function<DeletionRequest, Mono<DeletionReceipt>> broken = request -> Mono.empty();
        assertThat(results(broken, BulkOptions.defaults(), BATCH))
                .singleElement()
                .satisfies(result -> assertThat(failed(result).outcome()).isEqualTo(Outcome.UNKNOWN));
    }

    @Test
    void aFailingSourceEndsTheStreamAfterTheResultsOfCallsInFlight() {
        Flux<DeletionRequest> failing = Flux.<DeletionRequest>just(BATCH, files("f-1"))
                .concatWith(Flux.error(new IllegalStateException("source")));
        StepVerifier.create(deleteAll(server, quick().window(1).build(), failing))
                .expectNextMatches(Deleted.class::isInstance)
                .expectNextCount(1)
                .verifyErrorMessage("source");
    }

    @Test
    void requestsReceivedButNotSentWhenTheSourceFailsAreNotSent() {
        Flux<DeletionRequest> failing = Flux.just(BATCH).concatWith(Flux.error(new IllegalStateException("source")));
        StepVerifier.create(deleteAll(server, BulkOptions.defaults(), failing))
                .assertNext(result -> {
                    assertThat(failed(result).outcome()).isEqualTo(Outcome.NOT_SENT);
                    assertThat(failed(result).failure()).isInstanceOf(CallRejectedException.class);
                })
                .expectErrorMessage("source")
                .verify(LIMIT);
        assertThat(server.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void theFirst401Or403EndsTheStream(int status) {
        BulkOptions options = quick().window(2).concurrency(1).build();
        StepVerifier.create(deleteAll(refusing(BATCH, status), options, Flux.just(BATCH, batch(2), batch(3))))
                .assertNext(result -> assertThat(failed(result).outcome()).isEqualTo(Outcome.REFUSED))
                .thenConsumeWhile(result -> failed(result).outcome() == Outcome.NOT_SENT)
                .expectErrorSatisfies(failure ->
                        assertThat(((ResponseException) failure).status()).isEqualTo(status))
                .verify(LIMIT);
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void a403EndsTheStreamEvenIfAnotherAttemptDecidesTheOutcome() {
        ResponseException lost = ModelServer.lost(BATCH);
        lost.addSuppressed(ModelServer.refused(BATCH, 403));
        StepVerifier.create(deleteAll(request -> Mono.error(lost), BulkOptions.defaults(), Mono.just(BATCH)))
                .assertNext(result -> assertThat(failed(result).outcome()).isEqualTo(Outcome.UNKNOWN))
                .expectErrorMatches(lost::equals)
                .verify(LIMIT);
    }

    @Test
    void a401DoesNotEndTheStreamIfThatIsDisabled() {
        BulkOptions options =
                quick().stopOnUnauthorized(false).window(1).concurrency(1).build();
        List<DeletionResult> results = results(refusing(BATCH, 401), options, BATCH, batch(2));
        assertThat(results.get(0)).isInstanceOf(Failed.class);
        assertThat(results.get(1)).isInstanceOf(Deleted.class);
    }

    @Test
    void failFastEndsTheStreamAtTheFirstFailure() {
        BulkOptions options = quick().failFast(true).window(1).concurrency(1).build();
        StepVerifier.create(deleteAll(losing(BATCH), options, Flux.just(BATCH, batch(2))))
                .assertNext(result -> assertThat(failed(result).outcome()).isEqualTo(Outcome.UNKNOWN))
                .thenConsumeWhile(result -> failed(result).outcome() == Outcome.NOT_SENT)
                .expectError(ResponseException.class)
                .verify(LIMIT);
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void whatTheSourceEmitsBeforeItIsCancelledHasAResultAlthoughTheStreamEnds() {
        BulkOptions options = quick().failFast(true).window(1).concurrency(1).build();
        TestPublisher<DeletionRequest> source = TestPublisher.create();
        Function<DeletionRequest, Mono<DeletionReceipt>> lostWhileTheSourceEmits = request -> Mono.create(sink -> {
            sink.error(ModelServer.lost(request));
            source.next(batch(2));
        });
        StepVerifier.create(deleteAll(lostWhileTheSourceEmits, options, source.flux()))
                .then(() -> source.next(BATCH))
                .assertNext(result -> assertThat(failed(result).outcome()).isEqualTo(Outcome.UNKNOWN))
                .assertNext(result -> {
                    assertThat(result.request()).isEqualTo(batch(2));
                    assertThat(failed(result).outcome()).isEqualTo(Outcome.NOT_SENT);
                })
                .expectError(ResponseException.class)
                .verify(LIMIT);
        source.assertCancelled();
    }

    @Test
    void byDefaultAFailureDoesNotEndTheStream() {
        List<DeletionResult> results = results(losing(BATCH), quick().window(1).build(), BATCH, batch(2));
        assertThat(results.get(0)).isInstanceOf(Failed.class);
        assertThat(results.get(1)).isInstanceOf(Deleted.class);
    }

    @Test
    void aDryRunSendsNothing() {
        List<DeletionResult> results =
                results(server, BulkOptions.builder().dryRun(true).build(), BATCH, files("f-1", "f-2"), CLASSIFICATION);
        assertThat(results).hasSize(3).allSatisfy(result -> assertThat(((Skipped) result).reason())
                .isEqualTo(Skipped.Reason.DRY_RUN));
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void aDryRunFailsRequestsThatCouldNotBeSent() {
        Function<DeletionRequest, Mono<DeletionReceipt>> picky = request -> {
            throw new IllegalArgumentException("cannot be written");
        };
        assertThat(results(picky, BulkOptions.builder().dryRun(true).build(), BATCH))
                .hasOnlyElementsOfType(Failed.class);
    }

    @Test
    void eachSubscriptionDeletesAnew() {
        Flux<DeletionResult> twice = deleteAll(server, BulkOptions.defaults(), Mono.just(BATCH));
        assertThat(server.calls()).isEmpty();
        StepVerifier.create(twice).expectNextMatches(Deleted.class::isInstance).verifyComplete();
        StepVerifier.create(twice)
                .assertNext(result -> assertThat(failed(result).outcome()).isEqualTo(Outcome.REFUSED))
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void anEmptySourceIsAnEmptyStream() {
        StepVerifier.create(deleteAll(server, BulkOptions.defaults(), Mono.<DeletionRequest>empty()))
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void callsSeeTheContextOfTheSubscriber() {
        Function<DeletionRequest, Mono<DeletionReceipt>> contextual = request ->
                Mono.deferContextual(context -> context.hasKey("trace") ? server.apply(request) : Mono.empty());
        StepVerifier.create(deleteAll(contextual, BulkOptions.defaults(), Mono.just(BATCH))
                        .contextWrite(context -> context.put("trace", "1")))
                .expectNextMatches(Deleted.class::isInstance)
                .expectComplete()
                .verify(LIMIT);
    }

    private DeletionRequest batch(int number) {
        server.holding("cls-1", "batch-" + number, Set.of());
        return new DeleteBatch("cls-1", "batch-" + number);
    }

    private Function<DeletionRequest, Mono<DeletionReceipt>> refusing(DeletionRequest refused, int status) {
        return request ->
                request.equals(refused) ? Mono.error(ModelServer.refused(request, status)) : server.apply(request);
    }

    private Function<DeletionRequest, Mono<DeletionReceipt>> losing(DeletionRequest lost) {
        return request -> request.equals(lost) ? Mono.error(ModelServer.lost(request)) : server.apply(request);
    }
}
