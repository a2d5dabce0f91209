package ai.extracta.deletions.testkit;

import static ai.extracta.deletions.bulk.DeletionLedger.State.DELETED;
import static ai.extracta.deletions.bulk.DeletionLedger.State.PENDING;
import static ai.extracta.deletions.bulk.DeletionLedger.State.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a ledger knows about requests after what was recorded, and how all cases of its contract record and ask. */
abstract class LedgerStateCases {

    static final Duration TIMEOUT = Duration.ofSeconds(30);
    static final DeletionRequest REQUEST = LedgerSamples.file(1);
    static final DeletionRequest OTHER = LedgerSamples.file(2);

    private @Nullable DeletionLedger opened;

    LedgerStateCases() {}

    abstract DeletionLedger openLedger() throws Exception;

    final DeletionLedger ledger() throws Exception {
        if (opened == null) {
            opened = openLedger();
        }
        return Objects.requireNonNull(opened);
    }

    @AfterEach
    final void close() {
        if (opened != null) {
            opened.close();
            opened = null;
        }
    }

    final void reopen() throws Exception {
        close();
        ledger();
    }

    final List<State> states(List<DeletionRequest> requests) throws Exception {
        return Objects.requireNonNull(ledger().lookup(requests).block(TIMEOUT), "lookup completed without states");
    }

    final State state(DeletionRequest request) throws Exception {
        List<State> states = states(List.of(request));
        assertThat(states).hasSize(1);
        return states.get(0);
    }

    final void begin(DeletionRequest... requests) throws Exception {
        ledger().begin(List.of(requests)).block(TIMEOUT);
    }

    final void finish(DeletionResult... results) throws Exception {
        ledger().finish(List.of(results)).block(TIMEOUT);
    }

    @Test
    final void whatWasNeverRecordedIsPending() throws Exception {
        assertThat(states(List.of(REQUEST, OTHER))).containsExactly(PENDING, PENDING);
    }

    @Test
    final void whatWasBegunIsStartedAlsoAfterReopening() throws Exception {
        begin(REQUEST);

        assertThat(state(REQUEST)).isEqualTo(STARTED);
        reopen();
        assertThat(state(REQUEST)).isEqualTo(STARTED);
    }

    @Test
    final void statesAreInTheOrderOfTheRequestsAndRepeatedWithThem() throws Exception {
        begin(REQUEST, OTHER);
        finish(LedgerSamples.deleted(OTHER));

        assertThat(states(List.of(LedgerSamples.file(3), OTHER, REQUEST, OTHER)))
                .containsExactly(PENDING, DELETED, STARTED, DELETED);
    }

    @Test
    final void everyResultLeavesTheStateThatIsDefinedForIt() throws Exception {
        List<DeletionResult> results = new ArrayList<>();
        LedgerSamples.otherEnds().forEach(end -> results.add(end.apply(LedgerSamples.file(results.size()))));
        List<DeletionRequest> requests =
                results.stream().map(DeletionResult::request).toList();

        ledger().begin(requests).block(TIMEOUT);
        ledger().finish(results).block(TIMEOUT);

        List<State> expected = results.stream().map(DeletionLedger::stateAfter).toList();
        assertThat(expected).contains(State.values());
        assertThat(states(requests)).isEqualTo(expected);
        reopen();
        assertThat(states(requests)).isEqualTo(expected);
    }

    @Test
    final void whatIsNotDeletedCanBeStartedAgain() throws Exception {
        for (DeletionResult result : LedgerSamples.otherResults(REQUEST)) {
            if (DeletionLedger.stateAfter(result) != DELETED) {
                begin(REQUEST);
                finish(result);
                begin(REQUEST);
                assertThat(state(REQUEST)).as("started again after %s", result).isEqualTo(STARTED);
            }
        }
        finish(LedgerSamples.deleted(REQUEST));
        assertThat(state(REQUEST)).isEqualTo(DELETED);
    }

    @Test
    final void deletedNeverChangesAgain() throws Exception {
        begin(REQUEST);
        finish(LedgerSamples.deleted(REQUEST));

        for (DeletionResult result : LedgerSamples.otherResults(REQUEST)) {
            begin(REQUEST);
            assertThat(state(REQUEST)).as("begun").isEqualTo(DELETED);
            finish(result);
            assertThat(state(REQUEST)).as("after %s", result).isEqualTo(DELETED);
        }
        reopen();
        assertThat(state(REQUEST)).isEqualTo(DELETED);
    }

    @Test
    final void ofSeveralResultsInOneBatchDeletedCountsWhateverTheirOrder() throws Exception {
        begin(REQUEST, OTHER, REQUEST, OTHER);
        finish(
                LedgerSamples.notSent(REQUEST),
                LedgerSamples.deleted(REQUEST),
                LedgerSamples.deleted(OTHER),
                LedgerSamples.refused(OTHER, 400));

        assertThat(states(List.of(REQUEST, OTHER))).containsExactly(DELETED, DELETED);
    }

    @Test
    final void aRepeatedRequestIsOneRequest() throws Exception {
        begin(REQUEST, REQUEST);
        finish(LedgerSamples.notSent(REQUEST), LedgerSamples.notSent(REQUEST));

        assertThat(state(REQUEST)).isEqualTo(PENDING);
    }

    @Test
    final void theOrderOfTheFilesDoesNotMatter() throws Exception {
        begin(new DeleteFiles("cls-1", "batch-1", List.of("b", "a", "c")));
        finish(LedgerSamples.deleted(new DeleteFiles("cls-1", "batch-1", List.of("c", "b", "a"))));

        assertThat(state(new DeleteFiles("cls-1", "batch-1", List.of("a", "b", "c"))))
                .isEqualTo(DELETED);
    }

    @Test
    final void confusableTargetsAreKeptApart() throws Exception {
        List<DeletionRequest> requests = LedgerSamples.confusable();
        List<DeletionRequest> begun = everyOther(requests, 0);

        ledger().begin(begun).block(TIMEOUT);

        assertThat(states(begun)).containsOnly(STARTED);
        assertThat(states(everyOther(requests, 1))).containsOnly(PENDING);
        for (DeletionRequest request : begun) {
            finish(LedgerSamples.deleted(request));
        }
        reopen();
        assertThat(states(begun)).containsOnly(DELETED);
        assertThat(states(everyOther(requests, 1))).containsOnly(PENDING);
    }

    private static List<DeletionRequest> everyOther(List<DeletionRequest> requests, int remainder) {
        return IntStream.range(0, requests.size())
                .filter(i -> i % 2 == remainder)
                .mapToObj(requests::get)
                .toList();
    }

    @Test
    final void anyTextOfTheServerCanBeRecorded() throws Exception {
        List<DeletionResult> results = LedgerSamples.oddTexts();
        List<DeletionRequest> requests =
                results.stream().map(DeletionResult::request).toList();

        ledger().begin(requests).block(TIMEOUT);
        ledger().finish(results).block(TIMEOUT);
        reopen();

        assertThat(states(requests))
                .isEqualTo(results.stream().map(DeletionLedger::stateAfter).toList());
    }
}
