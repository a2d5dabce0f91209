package ai.extracta.deletions.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.audit.RunEnd.Sent;
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

/** A test that finds no lie proves nothing. */
class KillChecksTest {

    private static final DeletionRequest FILES = new DeleteFiles("c", "b", List.of("f-1", "f-2"));
    private static final DeletionRequest FILE = new DeleteFiles("c", "b", List.of("f-1"));
    private static final DeletionRequest BATCH = new DeleteBatch("c", "other");
    private static final KillPlan PLAN = new KillPlan(
            List.of(new Classification(
                    "c", List.of(new Batch("b", List.of("f-1", "f-2", "f-3")), new Batch("other", List.of("o-1"))))),
            List.of(FILES, BATCH));
    private static final Set<DeletionRequest> ALL = Units.in(PLAN.trees());
    private static final List<KillResult> RESULTS =
            List.of(new KillResult(1, true, "Skipped"), new KillResult(0, true, "AlreadyAbsent"));

    private final KillChecks checks = new KillChecks(PLAN);

    /** Killed when the batch was gone and the files had begun; the second run sent the files again. */
    private final RunEnd killed = new RunEnd(
            1,
            Map.of(FILES, State.BEGUN, BATCH, State.GONE),
            List.of(new KillResult(1, true, "Deleted")),
            List.of(new Sent(1, BATCH), new Sent(1, FILES)),
            without(ALL, BATCH, new DeleteFiles("c", "other", List.of("o-1"))));

    private final RunEnd last = new RunEnd(
            2,
            Map.of(FILES, State.GONE, BATCH, State.GONE),
            RESULTS,
            List.of(new Sent(1, BATCH), new Sent(1, FILES), new Sent(2, FILES)),
            PLAN.left());

    @Test
    void anHonestJobViolatesNothing() {
        play(killed, last);

        assertThat(checks.violations()).isEmpty();
        assertThat(PLAN.left())
                .containsExactlyInAnyOrder(
                        new DeleteClassification("c"),
                        new DeleteBatch("c", "b"),
                        new DeleteFiles("c", "b", List.of("f-3")));
    }

    @Test
    void findsWhatWasSentBeforeItWasRecorded() {
        checks.afterARun(new RunEnd(1, Map.of(BATCH, State.BEGUN), List.of(), killed.sent(), ALL));

        assertThat(checks.violations()).hasSize(2).first().asString().contains("sent, and never recorded as begun");
    }

    @Test
    void findsWhatTheLedgerCallsGoneAndIsThere() {
        checks.afterARun(new RunEnd(1, killed.ledger(), killed.results(), killed.sent(), ALL));

        assertThat(checks.violations()).singleElement().asString().contains("gone says the ledger, and it is there");
    }

    @Test
    void findsAResultThatTheLedgerDoesNotKnow() {
        checks.afterARun(new RunEnd(
                1, Map.of(FILES, State.BEGUN, BATCH, State.BEGUN), killed.results(), killed.sent(), killed.present()));

        assertThat(checks.violations()).singleElement().asString().contains("and not so in the ledger");
    }

    @Test
    void findsWhatTheLedgerForgot() {
        checks.afterARun(killed);
        checks.afterARun(
                new RunEnd(2, Map.of(FILES, State.GONE, BATCH, State.BEGUN), List.of(), last.sent(), last.present()));

        assertThat(checks.violations()).singleElement().asString().contains("the ledger has forgotten it");
    }

    @Test
    void findsWhatWasGoneAndIsSentAgain() {
        play(killed, lastWith(new Sent(2, FILES), new Sent(2, BATCH)));

        assertThat(checks.violations())
                .singleElement()
                .asString()
                .contains("sent again by run 2, and was gone before: DeleteBatch");
    }

    @Test
    void findsWhatHadBegunAndIsNotSentAgain() {
        play(killed, lastWith(new Sent(2, FILE)));

        assertThat(checks.violations()).singleElement().asString().contains("begun, and not sent again", "f-2");
    }

    @Test
    void findsWhatIsNotGoneAtTheEnd() {
        Set<DeletionRequest> present = new HashSet<>(last.present());
        present.add(FILE);
        play(killed, new RunEnd(2, Map.of(FILES, State.BEGUN, BATCH, State.GONE), RESULTS, last.sent(), present));

        assertThat(checks.violations())
                .anySatisfy(violation -> assertThat(violation).contains("not gone at the end", "f-2"))
                .anySatisfy(violation -> assertThat(violation).contains("there, and should be gone"));
    }

    @Test
    void findsWhatNobodyAskedFor() {
        Map<DeletionRequest, State> ledger = new HashMap<>(last.ledger());
        ledger.put(new DeleteClassification("d"), State.BEGUN);
        play(killed, new RunEnd(2, ledger, RESULTS, last.sent(), without(last.present(), new DeleteBatch("c", "b"))));

        assertThat(checks.violations())
                .anySatisfy(violation -> assertThat(violation).contains("in the ledger, and never asked for"))
                .anySatisfy(violation -> assertThat(violation).contains("gone, and nobody asked for it"));
    }

    @Test
    void findsALostResult() {
        play(killed, new RunEnd(2, last.ledger(), RESULTS.subList(0, 1), last.sent(), last.present()));

        assertThat(checks.violations()).singleElement().asString().contains("not one result for each request: [1]");
    }

    private void play(RunEnd first, RunEnd second) {
        checks.afterARun(first);
        checks.afterARun(second);
        checks.atTheEnd(second);
    }

    private RunEnd lastWith(Sent... sentByIt) {
        List<Sent> sent = new ArrayList<>(killed.sent());
        sent.addAll(List.of(sentByIt));
        return new RunEnd(2, last.ledger(), RESULTS, sent, last.present());
    }

    private static Set<DeletionRequest> without(Set<DeletionRequest> all, DeletionRequest... these) {
        Set<DeletionRequest> rest = new HashSet<>(all);
        rest.removeAll(Set.of(these));
        return rest;
    }
}
