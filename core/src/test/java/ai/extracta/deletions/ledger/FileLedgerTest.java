package ai.extracta.deletions.ledger;

import static ai.extracta.deletions.bulk.DeletionLedger.State.DELETED;
import static ai.extracta.deletions.bulk.DeletionLedger.State.PENDING;
import static ai.extracta.deletions.bulk.DeletionLedger.State.REFUSED;
import static ai.extracta.deletions.bulk.DeletionLedger.State.STARTED;
import static ai.extracta.deletions.ledger.Ledgers.BATCH;
import static ai.extracta.deletions.ledger.Ledgers.CLASSIFICATION;
import static ai.extracta.deletions.ledger.Ledgers.FILES;
import static ai.extracta.deletions.ledger.Ledgers.LIMIT;
import static ai.extracta.deletions.ledger.Ledgers.begin;
import static ai.extracta.deletions.ledger.Ledgers.deleted;
import static ai.extracta.deletions.ledger.Ledgers.failed;
import static ai.extracta.deletions.ledger.Ledgers.finish;
import static ai.extracta.deletions.ledger.Ledgers.refused;
import static ai.extracta.deletions.ledger.Ledgers.states;
import static ai.extracta.deletions.ledger.Ledgers.statesIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.AlreadyAbsent;
import ai.extracta.deletions.bulk.DeletionResult.Subsumed;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class FileLedgerTest {

    @TempDir
    private Path folder;

    private Path file;

    @AutoClose
    private FileLedger ledger;

    @BeforeEach
    void open() {
        file = folder.resolve("job.ledger");
        ledger = Ledgers.open(file);
    }

    @Test
    void unrecordedRequestsArePending() {
        assertThat(states(ledger, CLASSIFICATION, BATCH)).containsExactly(PENDING, PENDING);
    }

    @Test
    void statesAreInTheOrderOfTheRequests() {
        begin(ledger, FILES, BATCH);
        finish(ledger, deleted(FILES));

        assertThat(states(ledger, CLASSIFICATION, FILES, BATCH, FILES))
                .containsExactly(PENDING, DELETED, STARTED, DELETED);
    }

    @Test
    void aRefusalOfTheRequestIsFinalAndOneOfTheCallerIsNot() {
        begin(ledger, FILES, BATCH);
        finish(ledger, refused(FILES, 404), refused(BATCH, 401));

        assertThat(states(ledger, FILES, BATCH)).containsExactly(REFUSED, PENDING);
    }

    @Test
    void anUnknownOutcomeStaysStarted() {
        begin(ledger, FILES);
        finish(ledger, failed(FILES, Outcome.UNKNOWN, 500));

        assertThat(states(ledger, FILES)).containsExactly(STARTED);
    }

    @Test
    void deletedIsFinal() {
        finish(ledger, deleted(FILES));
        begin(ledger, FILES);
        finish(ledger, refused(FILES, 404));

        assertThat(states(ledger, FILES)).containsExactly(DELETED);
        ledger.close();
        assertThat(statesIn(file, FILES)).containsExactly(DELETED);
    }

    @Test
    void theOrderOfTheFilesDoesNotMatter() {
        DeletionRequest turned = new DeleteFiles("c-1", "b-1", List.of("f-2", "f-1"));

        finish(ledger, deleted(FILES));

        assertThat(states(ledger, turned)).containsExactly(DELETED);
    }

    @Test
    void statesSurviveReopening() {
        begin(ledger, CLASSIFICATION, BATCH, FILES);
        finish(ledger, new AlreadyAbsent(1, BATCH, List.of()), refused(FILES, 422));
        ledger.close();

        assertThat(statesIn(file, CLASSIFICATION, BATCH, FILES)).containsExactly(STARTED, DELETED, REFUSED);
    }

    @Test
    void callsHaveNumbersOfTheirOwnAlsoAfterReopening() throws IOException {
        begin(ledger, FILES);
        begin(ledger, BATCH);
        ledger.close();
        try (FileLedger reopened = Ledgers.open(file)) {
            begin(reopened, CLASSIFICATION);
        }

        assertThat(Files.readString(file))
                .containsSubsequence("\"call\":1,", "\"call\":2,", "\"call\":3,")
                .containsOnlyOnce("\"call\":1,");
    }

    @Test
    void aSubsumedRequestIsDeleted() {
        finish(ledger, deleted(BATCH), new Subsumed(1, FILES, BATCH));

        assertThat(states(ledger, FILES)).containsExactly(DELETED);
    }

    @Test
    void recordsAreInTheFileBeforeTheCallerIsNotified() throws IOException {
        begin(ledger, FILES);

        assertThat(Files.readString(file)).contains("\"type\":\"begin\"").contains("f-2");
    }

    @Test
    void nothingIsWrittenBeforeSubscription() throws IOException {
        long before = Files.size(file);

        Mono<Void> begin = ledger.begin(List.of(FILES));

        assertThat(Files.size(file)).isEqualTo(before);
        Ledgers.await(begin);
        long once = Files.size(file);
        Ledgers.await(begin);
        assertThat(Files.size(file) - once).isEqualTo(once - before);
    }

    @Test
    void theListsAreCopiedImmediately() {
        List<DeletionRequest> requests = new ArrayList<>(List.of(FILES));
        Mono<Void> begin = ledger.begin(requests);
        Mono<List<DeletionLedger.State>> lookup = ledger.lookup(requests);

        requests.set(0, BATCH);
        Ledgers.await(begin);

        StepVerifier.create(lookup)
                .expectNext(List.of(STARTED))
                .expectComplete()
                .verify(LIMIT);
        assertThat(states(ledger, BATCH)).containsExactly(PENDING);
    }

    @Test
    void aNullFailsImmediately() {
        List<DeletionRequest> withNull = new ArrayList<>();
        withNull.add(null);

        assertThatThrownBy(() -> ledger.begin(withNull)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> ledger.lookup(withNull)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void theResultOfANullElementCannotBeRecorded() {
        StepVerifier.create(ledger.finish(List.of(DeletionResult.Failed.ofNull(3))))
                .expectError(IllegalStateException.class)
                .verify(LIMIT);
    }

    @Test
    void aNonBlockingThreadCanUseItAndIsNotifiedOnOne() {
        StepVerifier.create(Mono.defer(() -> ledger.begin(List.of(FILES)))
                        .then(Mono.defer(() -> ledger.finish(List.of(deleted(FILES)))))
                        .then(Mono.fromSupplier(Schedulers::isInNonBlockingThread))
                        .subscribeOn(Schedulers.parallel()))
                .expectNext(true)
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void theSubscribersContextReachesWhatFollows() {
        StepVerifier.create(ledger.begin(List.of(FILES))
                        .then(Mono.deferContextual(context -> Mono.just(context.<String>get("trace"))))
                        .contextWrite(context -> context.put("trace", "t-1")))
                .expectNext("t-1")
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void afterClosingEveryCallFails() {
        ledger.close();

        for (Mono<?> call : List.of(
                ledger.lookup(List.of(FILES)), ledger.begin(List.of(FILES)), ledger.finish(List.of(deleted(FILES))))) {
            StepVerifier.create(call)
                    .expectErrorSatisfies(failure -> assertThat(failure)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessage("the ledger " + file + " is closed"))
                    .verify(LIMIT);
        }
    }

    @Test
    void closingWritesPendingRecordsAndStopsTheThread() {
        List<Mono<Void>> begun = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Mono<Void> begin = ledger.begin(List.of(new DeleteFiles("c", "b", List.of("f-" + i))))
                    .cache();
            begin.subscribe();
            begun.add(begin);
        }

        ledger.close();

        StepVerifier.create(Mono.when(begun)).expectComplete().verify(LIMIT);
        assertThat(Ledgers.export(file).lines()).hasSize(100);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("extracta-deletions-ledger");
    }

    @Test
    void closingIsIdempotent() {
        ledger.close();
        ledger.close();

        assertThat(statesIn(file, FILES)).containsExactly(PENDING);
    }

    @Test
    void anInterruptedThreadStillClosesAndStaysInterrupted() {
        Mono<Void> begin = ledger.begin(List.of(FILES)).cache();
        begin.subscribe();

        Thread.currentThread().interrupt();
        ledger.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(statesIn(file, FILES)).containsExactly(STARTED);
    }
}
