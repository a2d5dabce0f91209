package ai.extracta.deletions.internal.bulk;

import static ai.extracta.deletions.internal.bulk.Bulk.LIMIT;
import static ai.extracta.deletions.internal.bulk.Bulk.deleteAll;
import static ai.extracta.deletions.internal.bulk.Bulk.failed;
import static ai.extracta.deletions.internal.bulk.Bulk.files;
import static ai.extracta.deletions.internal.bulk.Bulk.quick;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.BulkProgress;
import ai.extracta.deletions.bulk.CorrelatedResult;
import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionResult.AlreadyAbsent;
import ai.extracta.deletions.bulk.DeletionResult.Deleted;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.bulk.DeletionResult.Skipped;
import ai.extracta.deletions.bulk.DeletionResult.Subsumed;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** Each result carries the element that it is about. */
class CorrelationTest {

    private static final DeletionRequest BATCH = new DeleteBatch("cls-1", "batch-1");

    private final ModelServer server = new ModelServer()
            .holding("cls-1", "batch-1", List.of("f-1", "f-2", "f-3"))
            .holding("cls-1", "batch-2", List.of("f-1"));

    /** Compared by identity, as two messages with the same content are. */
    private static final class Message {

        private final @Nullable DeletionRequest request;

        Message(@Nullable DeletionRequest request) {
            this.request = request;
        }

        @Nullable DeletionRequest request() {
            return request;
        }

        DeletionRequest parsed() {
            if (request == null) {
                throw new IllegalArgumentException("line 1\nis no request");
            }
            return request;
        }
    }

    private static Message message(DeletionRequest request) {
        return new Message(request);
    }

    private static List<CorrelatedResult<Message>> results(
            Function<DeletionRequest, Mono<DeletionReceipt>> delete, BulkOptions options, Message... messages) {
        return Objects.requireNonNull(deleteAll(delete, options, Flux.just(messages), Message::request)
                .collectList()
                .block(LIMIT));
    }

    /** By item, which fails if one has two results. */
    private static Map<Message, Object> typesByItem(List<CorrelatedResult<Message>> results) {
        return results.stream().collect(Collectors.toMap(CorrelatedResult::item, each -> each.result()
                .getClass()));
    }

    @Test
    void mergedElementsHaveAResultEachAndOneCall() {
        Message one = message(files("f-1"));
        Message two = message(files("f-2", "f-3"));

        List<CorrelatedResult<Message>> results = results(server, BulkOptions.defaults(), one, two);

        assertThat(results).extracting(CorrelatedResult::item).containsExactly(one, two);
        assertThat(results).allSatisfy(each -> {
            assertThat(each.result()).isInstanceOf(Deleted.class);
            assertThat(each.result().request()).isEqualTo(each.item().request());
        });
        assertThat(server.calls()).containsExactly(files("f-1", "f-2", "f-3"));
    }

    @Test
    void elementsWithTheSameRequestHaveAResultEachAndOneCall() {
        Message one = message(BATCH);
        Message two = message(BATCH);

        assertThat(typesByItem(results(server, BulkOptions.defaults(), one, two)))
                .isEqualTo(Map.of(one, Deleted.class, two, Deleted.class));
        assertThat(server.calls()).containsExactly(BATCH);
    }

    @Test
    void anElementThatIsEmittedTwiceHasTwoResults() {
        Message one = message(BATCH);

        assertThat(results(server, BulkOptions.defaults(), one, one))
                .extracting(CorrelatedResult::item)
                .containsExactly(one, one);
    }

    @Test
    void eachKindOfResultCarriesItsElement() {
        RecordingLedger ledger = new RecordingLedger()
                .knowing(new DeleteBatch("cls-2", "known"), State.DELETED)
                .knowing(new DeleteBatch("cls-2", "gone"), State.STARTED);
        Message deleted = message(BATCH);
        Message subsumed = message(files("f-1"));
        Message skipped = message(new DeleteBatch("cls-2", "known"));
        Message absent = message(new DeleteBatch("cls-2", "gone"));
        Message refused = message(new DeleteBatch("cls-2", "mistyped"));

        assertThat(typesByItem(results(
                        server,
                        BulkOptions.builder().ledger(ledger).build(),
                        deleted,
                        subsumed,
                        skipped,
                        absent,
                        refused)))
                .isEqualTo(Map.of(
                        deleted, Deleted.class,
                        subsumed, Subsumed.class,
                        skipped, Skipped.class,
                        absent, AlreadyAbsent.class,
                        refused, Failed.class));
    }

    @Test
    void resultsComeInTheOrderInWhichTheyBecomeKnown() {
        Message slow = message(BATCH);
        Message quick = message(new DeleteBatch("cls-1", "batch-2"));
        Sinks.Empty<Void> network = Sinks.empty();
        Function<DeletionRequest, Mono<DeletionReceipt>> delete =
                request -> request.equals(BATCH) ? network.asMono().then(server.apply(request)) : server.apply(request);

        StepVerifier.create(deleteAll(delete, quick().build(), Flux.just(slow, quick), Message::request))
                .assertNext(each -> assertThat(each.item()).isSameAs(quick))
                .then(() -> network.tryEmitEmpty().orThrow())
                .assertNext(each -> assertThat(each.item()).isSameAs(slow))
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void anElementThatIsMappedToNullFailsByItselfAndNothingIsSentForIt() {
        Message bad = new Message(null);
        Message good = message(BATCH);

        List<CorrelatedResult<Message>> results =
                results(server, quick().failFast(true).build(), bad, good);

        assertThat(results).extracting(CorrelatedResult::item).containsExactly(bad, good);
        assertThat(failed(results.get(0).result())).satisfies(failed -> {
            assertThat(failed.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(failed.index()).isZero();
            assertThat(failed.remaining()).isEmpty();
            assertThat(failed.failure())
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("element 0 was mapped to null; nothing was sent for it");
            assertThatIllegalStateException().isThrownBy(failed::request).withMessageContaining("element 0");
        });
        assertThat(results.get(1).result()).isInstanceOf(Deleted.class);
        assertThat(server.calls()).containsExactly(BATCH);
    }

    @Test
    void anElementWhoseMappingThrowsFailsByItselfAndNothingIsSentForIt() {
        Message good = message(BATCH);
        Message bad = new Message(null);

        List<CorrelatedResult<Message>> results = Objects.requireNonNull(
                deleteAll(server, quick().failFast(true).build(), Flux.just(good, bad), Message::parsed)
                        .collectList()
                        .block(LIMIT));

        assertThat(results)
                .filteredOn(each -> each.item() == bad)
                .singleElement()
                .satisfies(each -> {
                    Failed failed = failed(each.result());
                    assertThat(failed.outcome()).isEqualTo(Outcome.NOT_SENT);
                    assertThat(failed.index()).isEqualTo(1);
                    assertThat(failed.failure())
                            .hasMessage("element 1 could not be mapped to a request, so nothing was sent for it: "
                                    + "java.lang.IllegalArgumentException: line 1 is no request")
                            .hasCause(new IllegalArgumentException("line 1\nis no request"));
                });
        assertThat(results)
                .filteredOn(each -> each.item() == good)
                .singleElement()
                .satisfies(each -> assertThat(each.result()).isInstanceOf(Deleted.class));
        assertThat(server.calls()).containsExactly(BATCH);
    }

    /** Kotlin has no checked exceptions. */
    @Test
    void aMappingMayThrowACheckedException() {
        StepVerifier.create(deleteAll(server, quick().build(), Flux.just("line"), line -> {
                    throw CorrelationTest.<RuntimeException>unchecked(new IOException("no such file"));
                }))
                .assertNext(each -> assertThat(failed(each.result()).failure()).hasCauseInstanceOf(IOException.class))
                .expectComplete()
                .verify(LIMIT);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> E unchecked(Exception exception) throws E {
        throw (E) exception;
    }

    @Test
    void anErrorOfTheMappingEndsTheStream() {
        StepVerifier.create(deleteAll(server, quick().build(), Flux.just("line"), line -> {
                    throw new AssertionError("simulated");
                }))
                .expectErrorMessage("simulated")
                .verify(LIMIT);
    }

    @Test
    void anElementThatCouldNotBeMappedIsInNoLedgerAndCountsAsNotSent() {
        List<BulkProgress> reported = new ArrayList<>();
        RecordingLedger ledger = new RecordingLedger().failingToBegin().failingToFinish();
        BulkOptions options = quick().ledger(ledger)
                .progress(Duration.ofHours(1), reported::add)
                .build();

        assertThat(results(server, options, new Message(null))).hasSize(1);

        assertThat(reported).last().satisfies(progress -> {
            assertThat(progress.received()).isEqualTo(1);
            assertThat(progress.notSent()).isEqualTo(1);
        });
    }

    /** Reactive Streams forbids it, and there is no element that a result could carry. */
    @Test
    void aSourceThatEmitsNullEndsTheStreamAfterTheResultsOfTheElementsBeforeIt() {
        Message taken = message(BATCH);
        Publisher<Message> source = subscriber -> {
            subscriber.onSubscribe(Operators.emptySubscription());
            subscriber.onNext(taken);
            subscriber.onNext(null);
        };

        StepVerifier.create(deleteAll(server, BulkOptions.defaults(), source, Message::request))
                .assertNext(each -> {
                    assertThat(each.item()).isSameAs(taken);
                    assertThat(failed(each.result()).outcome()).isEqualTo(Outcome.NOT_SENT);
                })
                .expectErrorMatches(failure -> failure instanceof NullPointerException
                        && "element 1 of the source is null; nothing was sent for it".equals(failure.getMessage()))
                .verify(LIMIT);
        assertThat(server.calls()).isEmpty();
    }
}
