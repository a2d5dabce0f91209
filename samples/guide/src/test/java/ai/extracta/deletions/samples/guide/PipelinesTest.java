package ai.extracta.deletions.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.CallListener;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.testkit.Answer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.publisher.PublisherProbe;
import reactor.util.retry.Retry;

class PipelinesTest {

    @RegisterExtension
    final Api api = new Api();

    private final List<String> ends = new CopyOnWriteArrayList<>();
    private final ClassificationDeletions deletions =
            api.client(builder -> builder.listener((request, context) -> new RecordingListener(ends)));

    @Test
    void theNextDeletionIsSentOnceTheOneBeforeIsConfirmed() {
        StepVerifier.create(sequence()).expectNextCount(1).expectComplete().verify(Api.TIMEOUT);

        assertThat(api.simulator().deletions())
                .containsExactly(
                        new DeleteFiles("cls-1", "batch-7", List.of("f-1", "f-2")),
                        new DeleteBatch("cls-1", "batch-8"),
                        new DeleteClassification("cls-2"));
    }

    @Test
    void aFailureEndsTheSequenceBeforeTheNextDeletionIsSent() {
        api.simulator().answerNext(Answer.serverError());

        StepVerifier.create(sequence()).expectError(DeletionException.class).verify(Api.TIMEOUT);

        assertThat(api.simulator().requests()).hasSize(1);
    }

    private Mono<DeletionReceipt> sequence() {
        // snippet: sequence
        Mono<DeletionReceipt> last = deletions.deleteFiles("cls-1", "batch-7", List.of("f-1", "f-2"))
                .then(deletions.deleteBatch("cls-1", "batch-8"))
                .then(deletions.deleteClassification("cls-2"));
        // end
        return last;
    }

    @Test
    void severalDeletionsRunConcurrently() {
        Flux<String> batchIds = Flux.just("batch-1", "batch-2", "batch-3");

        // snippet: concurrent
        Flux<DeletionReceipt> receipts = batchIds.flatMap(batchId -> deletions.deleteBatch("cls-1", batchId), 8);
        // end

        StepVerifier.create(receipts).expectNextCount(3).expectComplete().verify(Api.TIMEOUT);
    }

    @Test
    void theDatabaseIsChangedAfterTheDeletionIsConfirmed() {
        PublisherProbe<Void> update = PublisherProbe.of(Mono.fromRunnable(
                () -> assertThat(api.simulator().deletions()).containsExactly(new DeleteBatch("cls-1", "batch-8"))));
        Documents documents = Documents.ofOwner(Mono.just("Ada"), update.mono());

        // snippet: database-after
        Mono<Void> erased = deletions.deleteBatch("cls-1", "batch-8")
                .flatMap(receipt -> documents.markErased("batch-8", receipt.completedAt()));
        // end

        StepVerifier.create(erased).expectComplete().verify(Api.TIMEOUT);
        update.assertWasSubscribed();
    }

    @Test
    void aDeletionAndAQueryRunConcurrently() {
        Documents documents = Documents.ofOwner(Mono.just("Ada"), Mono.empty());

        StepVerifier.create(letter(documents))
                .assertNext(letter -> assertThat(letter).startsWith("Ada: erased at "))
                .expectComplete()
                .verify(Api.TIMEOUT);
    }

    @Test
    void aQueryThatFailsLeavesTheDeletionAlone() {
        Sinks.One<String> query = Sinks.one();
        Documents documents = Documents.ofOwner(query.asMono(), Mono.empty());
        api.simulator().answerNext(Answer.documented().delayedBy(Duration.ofMillis(300)));

        StepVerifier.create(letter(documents))
                .then(() -> {
                    api.simulator().awaitRequests(1, Api.TIMEOUT);
                    query.tryEmitError(new IllegalStateException("no database")).orThrow();
                })
                .expectErrorMessage("no database")
                .verify(Api.TIMEOUT);

        assertThat(ends).containsExactly("CONFIRMED");
    }

    @Test
    void aQueryThatFailsCancelsTheDeletionInAPlainZip() {
        Sinks.One<String> query = Sinks.one();
        api.simulator().answerNext(Answer.noResponse());

        StepVerifier.create(Mono.zip(deletions.deleteBatch("cls-1", "batch-8"), query.asMono()))
                .then(() -> {
                    api.simulator().awaitRequests(1, Api.TIMEOUT);
                    query.tryEmitError(new IllegalStateException("no database")).orThrow();
                })
                .expectErrorMessage("no database")
                .verify(Api.TIMEOUT);

        assertThat(ends).containsExactly("cancelled: UNKNOWN");
        api.simulator().awaitOpenConnections(0, Api.TIMEOUT);
    }

    private Mono<String> letter(Documents documents) {
        // snippet: zip
        Mono<String> letter = Mono.zipDelayError(
                        deletions.deleteBatch("cls-1", "batch-8"),
                        documents.ownerOf("batch-8"))
                .map(both -> both.getT2() + ": erased at " + both.getT1().completedAt());
        // end
        return letter;
    }

    @Test
    void aPipelineCallsAgainUntilItIsCertain() {
        api.simulator().answerNext(Answer.disconnectAfterDeleting());
        Duration firstDelay = Duration.ofMillis(10);

        // snippet: retry-on-top
        Mono<DeletionReceipt> receipt = deletions.withNotFoundMeansAbsent(true)   // an earlier call may have deleted it
                .deleteBatch("cls-1", "batch-8")
                .retryWhen(Retry.backoff(5, firstDelay).filter(DeletionException::isRetryableFailure));
        // end

        StepVerifier.create(receipt)
                .assertNext(it -> assertThat(it.confirmation()).isEqualTo(DeletionReceipt.Confirmation.ALREADY_ABSENT))
                .expectComplete()
                .verify(Api.TIMEOUT);
    }

    @Test
    void aDeadlineTellsWhetherItHappened() {
        api.simulator().answerNext(Answer.noResponse());

        // snippet: deadline
        Mono<DeletionReceipt> receipt = deletions.withDeadline(Duration.ofSeconds(2)).deleteBatch("cls-1", "batch-8");
        // end

        StepVerifier.create(receipt)
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(DeletionException.class, timeout -> assertThat(timeout.outcome())
                                .isEqualTo(Outcome.UNKNOWN)))
                .verify(Api.TIMEOUT);
    }

    @Test
    void aCallThatIsCancelledInTheQueueIsNeverSent() {
        ClassificationDeletions deletions = api.client(builder -> builder.maxInFlight(1));
        Sinks.Empty<Void> first = Sinks.empty();
        Sinks.Empty<Void> userLeft = Sinks.empty();
        api.simulator().answerNext(Answer.noResponse());
        Mono<DeletionReceipt> inFlight =
                deletions.deleteBatch("cls-1", "batch-1").takeUntilOther(first.asMono());

        // snippet: cancel
        Mono<DeletionReceipt> receipt = deletions.deleteBatch("cls-1", "batch-8")
                .takeUntilOther(userLeft.asMono());   // or the subscriber cancels
        // end

        StepVerifier.create(Mono.when(inFlight, receipt))
                .then(() -> {
                    api.simulator().awaitRequests(1, Api.TIMEOUT);
                    userLeft.tryEmitEmpty().orThrow();
                    first.tryEmitEmpty().orThrow();
                })
                .expectComplete()
                .verify(Api.TIMEOUT);
        StepVerifier.create(deletions.deleteBatch("cls-1", "batch-2"))
                .expectNextCount(1)
                .expectComplete()
                .verify(Api.TIMEOUT);
        assertThat(api.simulator().deletions()).containsExactly(new DeleteBatch("cls-1", "batch-2"));
        assertThat(api.simulator().requests()).hasSize(2);
    }

    /** Records how calls end. */
    private record RecordingListener(List<String> ends) implements CallListener {

        @Override
        public void succeeded(DeletionReceipt receipt) {
            ends.add(receipt.confirmation().toString());
        }

        @Override
        public void cancelled(Outcome outcome) {
            ends.add("cancelled: " + outcome);
        }
    }
}
