package ai.extracta.deletions.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.audit.RunSnapshot.SentRequest;
import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.ExtractaSimulator.Batch;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each violation of an invariant is found. */
class CrashInvariantsTest {

    private static final DeletionRequest FILES = new DeleteFiles("c", "b", List.of("f-1", "f-2"));
    private static final DeletionRequest FILE = new DeleteFiles("c", "b", List.of("f-1"));
    private static final DeletionRequest BATCH = new DeleteBatch("c", "other");
    private static final CrashTestPlan PLAN = new CrashTestPlan(
            List.of(new Classification(
                    "c", List.of(new Batch("b", List.of("f-1", "f-2", "f-3")), new Batch("other", List.of("o-1"))))),
            List.of(FILES, BATCH));
    private static final Set<DeletionRequest> ALL = AtomicDeletions.in(PLAN.trees());
    private static final List<CrashTestResult> RESULTS =
            List.of(new CrashTestResult(1, true, "Skipped"), new CrashTestResult(0, true, "AlreadyAbsent"));

    private final CrashInvariants invariants = new CrashInvariants(PLAN);

    /** Killed when the batch was deleted and the files had begun; the second run sent the files again. */
    private final RunSnapshot killed = new RunSnapshot(
            1,
            Map.of(FILES, State.STARTED, BATCH, State.DELETED),
            List.of(new CrashTestResult(1, true, "Deleted")),
            List.of(new SentRequest(1, BATCH), new SentRequest(1, FILES)),
            without(ALL, BATCH, new DeleteFiles("c", "other", List.of("o-1"))));

    private final RunSnapshot last = new RunSnapshot(
            2,
            Map.of(FILES, State.DELETED, BATCH, State.DELETED),
            RESULTS,
            List.of(new SentRequest(1, BATCH), new SentRequest(1, FILES), new SentRequest(2, FILES)),
            PLAN.remaining());

    @Test
    void anHonestJobViolatesNothing() {
        check(killed, last);

        assertThat(invariants.violations()).isEmpty();
        assertThat(PLAN.remaining())
                .containsExactlyInAnyOrder(
                        new DeleteClassification("c"),
                        new DeleteBatch("c", "b"),
                        new DeleteFiles("c", "b", List.of("f-3")));
    }

    @Test
    void findsWhatWasSentBeforeItWasRecorded() {
        invariants.checkRun(new RunSnapshot(1, Map.of(BATCH, State.STARTED), List.of(), killed.sent(), ALL));

        assertThat(invariants.violations()).hasSize(2).first().asString().contains("sent, but never recorded as begun");
    }

    @Test
    void findsWhatTheLedgerCallsDeletedAndIsThere() {
        invariants.checkRun(new RunSnapshot(1, killed.ledger(), killed.results(), killed.sent(), ALL));

        assertThat(invariants.violations())
                .singleElement()
                .asString()
                .contains("deleted according to the ledger, but it still exists");
    }

    @Test
    void findsAResultThatTheLedgerDoesNotKnow() {
        invariants.checkRun(new RunSnapshot(
                1,
                Map.of(FILES, State.STARTED, BATCH, State.STARTED),
                killed.results(),
                killed.sent(),
                killed.present()));

        assertThat(invariants.violations()).singleElement().asString().contains("but not recorded in the ledger");
    }

    @Test
    void findsWhatTheLedgerForgot() {
        invariants.checkRun(killed);
        invariants.checkRun(new RunSnapshot(
                2, Map.of(FILES, State.DELETED, BATCH, State.STARTED), List.of(), last.sent(), last.present()));

        assertThat(invariants.violations())
                .singleElement()
                .asString()
                .contains("recorded as deleted before, but not any more");
    }

    @Test
    void findsWhatWasDeletedAndIsSentAgain() {
        check(killed, lastWith(new SentRequest(2, FILES), new SentRequest(2, BATCH)));

        assertThat(invariants.violations())
                .singleElement()
                .asString()
                .contains("sent again by run 2 although it was deleted: DeleteBatch");
    }

    @Test
    void findsWhatWasStartedAndIsNotSentAgain() {
        check(killed, lastWith(new SentRequest(2, FILE)));

        assertThat(invariants.violations()).singleElement().asString().contains("begun, but not sent again", "f-2");
    }

    @Test
    void findsWhatIsNotDeletedAtTheEnd() {
        Set<DeletionRequest> present = new HashSet<>(last.present());
        present.add(FILE);
        check(
                killed,
                new RunSnapshot(2, Map.of(FILES, State.STARTED, BATCH, State.DELETED), RESULTS, last.sent(), present));

        assertThat(invariants.violations())
                .anySatisfy(violation -> assertThat(violation).contains("not deleted at the end", "f-2"))
                .anySatisfy(violation -> assertThat(violation).contains("requested, but it still exists"));
    }

    @Test
    void findsUnrequestedDeletions() {
        Map<DeletionRequest, State> ledger = new HashMap<>(last.ledger());
        ledger.put(new DeleteClassification("d"), State.STARTED);
        check(
                killed,
                new RunSnapshot(2, ledger, RESULTS, last.sent(), without(last.present(), new DeleteBatch("c", "b"))));

        assertThat(invariants.violations())
                .anySatisfy(violation -> assertThat(violation).contains("in the ledger, but never requested"))
                .anySatisfy(violation -> assertThat(violation).contains("deleted, but never requested"));
    }

    @Test
    void findsALostResult() {
        check(killed, new RunSnapshot(2, last.ledger(), RESULTS.subList(0, 1), last.sent(), last.present()));

        assertThat(invariants.violations()).singleElement().asString().contains("not have one result per request: [1]");
    }

    private void check(RunSnapshot first, RunSnapshot second) {
        invariants.checkRun(first);
        invariants.checkRun(second);
        invariants.checkFinalState(second);
    }

    private RunSnapshot lastWith(SentRequest... sentByLast) {
        List<SentRequest> sent = new ArrayList<>(killed.sent());
        sent.addAll(List.of(sentByLast));
        return new RunSnapshot(2, last.ledger(), RESULTS, sent, last.present());
    }

    private static Set<DeletionRequest> without(Set<DeletionRequest> all, DeletionRequest... others) {
        Set<DeletionRequest> remaining = new HashSet<>(all);
        remaining.removeAll(Set.of(others));
        return remaining;
    }
}
