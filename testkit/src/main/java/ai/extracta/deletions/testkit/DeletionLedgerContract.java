package ai.extracta.deletions.testkit;

import static ai.extracta.deletions.bulk.DeletionLedger.State.DELETED;
import static ai.extracta.deletions.bulk.DeletionLedger.State.PENDING;
import static ai.extracta.deletions.bulk.DeletionLedger.State.REFUSED;
import static ai.extracta.deletions.bulk.DeletionLedger.State.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The contract of a {@link DeletionLedger}, as tests. Extend it, implement how to open the ledger, and all cases run:
 *
 * <pre>{@code
 * class MyLedgerTest extends DeletionLedgerContract {
 *
 *     private final String job = UUID.randomUUID().toString();
 *
 *     @Override
 *     protected DeletionLedger open() {
 *         return new MyLedger(job);
 *     }
 * }
 * }</pre>
 *
 * <p>None can be switched off: with a ledger that fails one, a restarted job can delete something again that is
 * certain, leave something undeleted, or report something untrue. What a ledger keeps after a power failure, and
 * whether it blocks, is not checked: only its author can.
 *
 * @since 0.1.0
 */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
public abstract class DeletionLedgerContract extends LedgerStateCases {

    /** For subclasses. */
    protected DeletionLedgerContract() {}

    /**
     * Opens the ledger of this test, which is empty when it is opened for the first time, and has what was recorded
     * when it is opened again. The contract closes it before, and at the end of the test.
     *
     * @return the ledger
     * @throws Exception if it cannot be opened
     */
    protected abstract DeletionLedger open() throws Exception;

    @Override
    final DeletionLedger openLedger() throws Exception {
        return open();
    }

    @Test
    final void nothingIsRecordedBeforeTheSubscription() throws Exception {
        Mono<Void> begin = ledger().begin(List.of(REQUEST));
        Mono<Void> finish = ledger().finish(List.of(LedgerSamples.deleted(REQUEST)));
        assertThat(state(REQUEST)).isEqualTo(PENDING);

        begin.block(TIMEOUT);
        assertThat(state(REQUEST)).isEqualTo(STARTED);

        finish.block(TIMEOUT);
        assertThat(state(REQUEST)).isEqualTo(DELETED);
    }

    @Test
    final void eachSubscriptionActsAgain() throws Exception {
        Mono<Void> begin = ledger().begin(List.of(REQUEST));
        Mono<Void> finish = ledger().finish(List.of(LedgerSamples.notSent(REQUEST)));
        Mono<List<State>> lookup = ledger().lookup(List.of(REQUEST));

        for (int i = 0; i < 3; i++) {
            begin.block(TIMEOUT);
            assertThat(lookup.block(TIMEOUT)).containsExactly(STARTED);
            finish.block(TIMEOUT);
            assertThat(lookup.block(TIMEOUT)).containsExactly(PENDING);
        }
    }

    @Test
    final void laterChangesOfTheListsHaveNoEffect() throws Exception {
        List<DeletionRequest> requests = new ArrayList<>(List.of(REQUEST));
        List<DeletionResult> results = new ArrayList<>(List.of(LedgerSamples.refused(OTHER, 404)));
        Mono<Void> begin = ledger().begin(requests);
        Mono<Void> finish = ledger().finish(results);
        Mono<List<State>> lookup = ledger().lookup(requests);
        requests.set(0, OTHER);
        results.set(0, LedgerSamples.deleted(REQUEST));

        begin.then(finish).block(TIMEOUT);

        assertThat(states(List.of(REQUEST, OTHER))).containsExactly(STARTED, REFUSED);
        assertThat(lookup.block(TIMEOUT)).containsExactly(STARTED);
    }

    @Test
    final void nullIsRejectedAtOnce() throws Exception {
        DeletionLedger ledger = ledger();
        assertThatNullPointerException().isThrownBy(() -> ledger.lookup(Collections.singletonList(null)));
        assertThatNullPointerException().isThrownBy(() -> ledger.begin(Collections.singletonList(null)));
        assertThatNullPointerException().isThrownBy(() -> ledger.finish(Collections.singletonList(null)));
    }

    @Test
    final void anEmptyBatchCompletes() throws Exception {
        assertThat(states(List.of())).isEmpty();
        begin();
        finish();
        assertThat(ledger().startedByOthers(List.of()).block(TIMEOUT)).isEmpty();
    }

    @Test
    final void aBatchOf1000RequestsFor100FilesEachIsRecorded() throws Exception {
        List<DeletionRequest> requests = IntStream.range(0, 1_000)
                .<DeletionRequest>mapToObj(i -> new DeleteFiles(
                        "cls-1",
                        "batch-" + i,
                        IntStream.range(0, 100).mapToObj(f -> "file-" + f).toList()))
                .toList();

        ledger().begin(requests).block(TIMEOUT);
        assertThat(states(requests)).hasSize(1_000).containsOnly(STARTED);

        ledger().finish(requests.stream().map(LedgerSamples::deleted).toList()).block(TIMEOUT);
        reopen();
        assertThat(states(requests)).hasSize(1_000).containsOnly(DELETED);
    }

    @Test
    final void concurrentUpdatesAreAllRecorded() throws Exception {
        DeletionLedger ledger = ledger();
        List<DeletionRequest> requests = LedgerSamples.files(200);

        Flux.fromIterable(requests)
                .flatMap(request -> ledger.begin(List.of(request))
                        .then(ledger.finish(List.of(LedgerSamples.deleted(request))))
                        .subscribeOn(Schedulers.parallel()))
                .blockLast(TIMEOUT);

        assertThat(states(requests)).containsOnly(DELETED);
        reopen();
        assertThat(states(requests)).containsOnly(DELETED);
    }

    @Test
    final void concurrentBatchesOfTheSameRequestsDoNotHinderEachOther() throws Exception {
        DeletionLedger ledger = ledger();
        List<DeletionRequest> requests = LedgerSamples.files(100);
        List<DeletionRequest> reversed = new ArrayList<>(requests);
        Collections.reverse(reversed);

        Flux.range(0, 20)
                .flatMap(i -> begunAndDeleted(ledger, i % 2 == 0 ? requests : reversed))
                .blockLast(TIMEOUT);

        assertThat(states(requests)).containsOnly(DELETED);
    }

    private static Mono<Void> begunAndDeleted(DeletionLedger ledger, List<DeletionRequest> requests) {
        return ledger.begin(requests)
                .then(ledger.finish(
                        requests.stream().map(LedgerSamples::deleted).toList()))
                .subscribeOn(Schedulers.parallel());
    }

    @Test
    final void ofConcurrentResultsDeletedCounts() throws Exception {
        begin(REQUEST);
        DeletionLedger ledger = ledger();

        Flux.just(LedgerSamples.deleted(REQUEST))
                .concatWith(Flux.fromIterable(LedgerSamples.otherResults(REQUEST)))
                .flatMap(result -> ledger.finish(List.of(result)).subscribeOn(Schedulers.parallel()))
                .blockLast(TIMEOUT);

        assertThat(state(REQUEST)).isEqualTo(DELETED);
    }

    @Test
    final void theLedgerCanBeUsedAfterACancelledOperation() throws Exception {
        for (int i = 0; i < 20; i++) {
            ledger().lookup(List.of(OTHER)).subscribe().dispose();
            ledger().begin(List.of(OTHER)).subscribe().dispose();
            ledger().finish(List.of(LedgerSamples.unknown(OTHER))).subscribe().dispose();
        }
        begin(REQUEST);
        assertThat(state(REQUEST)).isEqualTo(STARTED);
        assertThat(state(OTHER)).isIn(PENDING, STARTED);
    }

    @Test
    final void nobodyElseHasStartedWhatOnlyThisLedgerHasBegun() throws Exception {
        begin(REQUEST, OTHER);
        finish(LedgerSamples.unknown(OTHER));

        assertThat(ledger().startedByOthers(List.of(REQUEST, OTHER)).block(TIMEOUT))
                .containsExactly(false, false);
    }

    @Test
    final void itCanBeClosedAgainAndWithoutHavingBeenUsed() throws Exception {
        ledger().close();
        ledger().close();
    }

    @Test
    final void everyCallFailsOnceItIsClosed() throws Exception {
        DeletionLedger ledger = ledger();
        Mono<Void> earlier = ledger.begin(List.of(REQUEST));
        ledger.close();

        Stream.of(
                        earlier,
                        ledger.lookup(List.of(REQUEST)),
                        ledger.begin(List.of(REQUEST)),
                        ledger.finish(List.of(LedgerSamples.deleted(REQUEST))))
                .forEach(call -> assertThatIllegalStateException()
                        .isThrownBy(() -> call.block(TIMEOUT))
                        .withMessageContaining("closed"));
        reopen();
        assertThat(state(REQUEST)).isEqualTo(PENDING);
    }
}
