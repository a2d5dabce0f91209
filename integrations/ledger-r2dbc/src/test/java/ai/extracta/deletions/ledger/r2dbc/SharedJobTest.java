package ai.extracta.deletions.ledger.r2dbc;

import static ai.extracta.deletions.bulk.DeletionLedger.State.DELETED;
import static ai.extracta.deletions.bulk.DeletionLedger.State.PENDING;
import static ai.extracta.deletions.bulk.DeletionLedger.State.REFUSED;
import static ai.extracta.deletions.bulk.DeletionLedger.State.STARTED;
import static ai.extracta.deletions.ledger.r2dbc.Samples.FILE;
import static ai.extracta.deletions.ledger.r2dbc.Samples.begin;
import static ai.extracta.deletions.ledger.r2dbc.Samples.finish;
import static ai.extracta.deletions.ledger.r2dbc.Samples.isStartedByOthers;
import static ai.extracta.deletions.ledger.r2dbc.Samples.state;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several ledgers on one job. */
class SharedJobTest {

    private final String job = Samples.newJob();

    private DeletionLedger ledger(TestDatabase database) {
        return R2dbcLedger.create(database.pool(), job);
    }

    @ParameterizedTest
    @EnumSource
    void twoLedgersThatBeginTheSameRequestLearnOfEachOther(TestDatabase database) {
        DeletionLedger one = ledger(database);
        DeletionLedger other = ledger(database);

        begin(one, FILE);
        assertThat(isStartedByOthers(one, FILE)).isFalse();
        assertThat(isStartedByOthers(other, FILE)).isTrue();

        begin(other, FILE);
        assertThat(isStartedByOthers(one, FILE)).isTrue();
        assertThat(isStartedByOthers(other, FILE)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void whatOthersHaveCertainlyNotDeletedTheyHaveNotStarted(TestDatabase database) {
        DeletionLedger one = ledger(database);
        DeletionLedger other = ledger(database);
        begin(one, FILE);
        begin(other, FILE);

        finish(other, Samples.notSent(FILE));

        assertThat(isStartedByOthers(one, FILE)).isFalse();
        assertThat(isStartedByOthers(other, FILE)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsDeletedWasStartedBefore(TestDatabase database) {
        DeletionLedger one = ledger(database);
        DeletionLedger other = ledger(database);
        begin(one, FILE);
        begin(other, FILE);

        finish(other, Samples.deleted(FILE));

        assertThat(isStartedByOthers(one, FILE)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void anEnclosingDeletionOfOthersCountsAsWell(TestDatabase database) {
        DeletionLedger one = ledger(database);
        DeletionLedger other = ledger(database);
        begin(one, FILE);
        assertThat(isStartedByOthers(one, FILE)).isFalse();

        begin(other, new DeleteBatch("cls-1", "batch-1"));

        assertThat(one.startedByOthers(List.of(FILE, new DeleteBatch("cls-1", "batch-2"), Samples.file(7)))
                        .block(TestDatabase.TIMEOUT))
                .containsExactly(true, false, true);
    }

    @ParameterizedTest
    @EnumSource
    void aResultOfOneDoesNotHideThatAnotherHasStartedIt(TestDatabase database) {
        DeletionLedger one = ledger(database);
        DeletionLedger other = ledger(database);
        begin(one, FILE);
        begin(other, FILE);

        finish(other, Samples.notSent(FILE));
        assertThat(state(one, FILE)).isEqualTo(STARTED);

        finish(one, Samples.notSent(FILE));
        assertThat(state(other, FILE)).isEqualTo(PENDING);
    }

    @ParameterizedTest
    @EnumSource
    void aRefusalIsFinalWhenTheLastOfThemIsRefused(TestDatabase database) {
        DeletionLedger one = ledger(database);
        DeletionLedger other = ledger(database);
        begin(one, FILE);
        begin(other, FILE);

        finish(one, Samples.refused(FILE));
        assertThat(state(one, FILE)).isEqualTo(STARTED);

        finish(other, Samples.refused(FILE));
        assertThat(state(one, FILE)).isEqualTo(REFUSED);
    }

    @ParameterizedTest
    @EnumSource
    void whatACrashedLedgerHasStartedStaysStartedUntilItIsDeleted(TestDatabase database) {
        begin(ledger(database), FILE);
        DeletionLedger next = ledger(database);

        begin(next, FILE);
        finish(next, Samples.notSent(FILE));
        assertThat(state(next, FILE)).isEqualTo(STARTED);

        begin(next, FILE);
        finish(next, Samples.deleted(FILE));
        assertThat(state(next, FILE)).isEqualTo(DELETED);
    }

    @ParameterizedTest
    @EnumSource
    void aFailureOfALedgerThatDidNotBeginChangesNothingForOthers(TestDatabase database) {
        DeletionLedger one = ledger(database);
        begin(one, FILE);

        finish(ledger(database), Samples.notSent(FILE));

        assertThat(state(one, FILE)).isEqualTo(STARTED);
    }

    @ParameterizedTest
    @EnumSource
    void jobsAreSeparate(TestDatabase database) {
        DeletionLedger otherJob = R2dbcLedger.create(database.pool(), job + "-other");
        begin(otherJob, FILE);

        assertThat(state(ledger(database), FILE)).isEqualTo(PENDING);
        assertThat(isStartedByOthers(ledger(database), FILE)).isFalse();
    }

    /** What docs/ledger.md says, as a model: who may have deleted a request, and what is known if it is nobody. */
    private static final class Model {

        private final Set<Integer> startedBy = new TreeSet<>();
        private State state = PENDING;

        void begin(int ledger) {
            if (state != DELETED) {
                startedBy.add(ledger);
                state = STARTED;
            }
        }

        void finish(int ledger, State result) {
            if (state == DELETED) {
                return;
            }
            startedBy.remove(ledger);
            if (result == STARTED) {
                startedBy.add(ledger);
            }
            state = result == DELETED || startedBy.isEmpty() ? result : STARTED;
        }
    }

    @ParameterizedTest
    @EnumSource
    void anySequenceOfUpdatesLeavesTheStatesOfTheModel(TestDatabase database) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Function<DeletionRequest, DeletionResult>> ends =
                List.of(Samples::notSent, Samples::refused, Samples::unknown, Samples::deleted);
        List<DeletionLedger> ledgers = List.of(ledger(database), ledger(database), ledger(database));
        Map<DeletionRequest, Model> models = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            int ledger = random.nextInt(ledgers.size());
            DeletionRequest request = Samples.file(random.nextInt(25));
            Model model = models.computeIfAbsent(request, unused -> new Model());
            if (random.nextBoolean()) {
                begin(ledgers.get(ledger), request);
                model.begin(ledger);
            } else {
                DeletionResult result = ends.get(random.nextInt(random.nextInt(ends.size()) + 1))
                        .apply(request);
                finish(ledgers.get(ledger), result);
                model.finish(ledger, DeletionLedger.stateAfter(result));
            }
            assertThat(state(ledgers.get(0), request))
                    .as("step %d, seed %d", i, seed)
                    .isEqualTo(model.state);
        }
    }
}
