package ai.extracta.deletions.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.audit.ErasureLog.Call;
import ai.extracta.deletions.audit.ErasureLog.Delivery;
import ai.extracta.deletions.audit.FaultPlan.Fault;
import ai.extracta.deletions.audit.FinalRecord.Result;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.ExtractaSimulator.Batch;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerAuditSummaryTest {

    private static final DeletionRequest BATCH = new DeleteBatch("c", "b");
    private static final Moment END = new Moment(2, 1);

    private final WorkerAuditSummary summary = new WorkerAuditSummary();

    @Test
    void countsWhatHappened() {
        summary.injected(Fault.KILL_WORKER);
        summary.heldAtKill(7);

        summary.finished(deletedTwice(1));

        assertThat(summary.violations()).isZero();
        assertThat(summary.count("result DELETED")).isEqualTo(2);
        assertThat(summary.count("results written again")).isEqualTo(1);
        assertThat(summary.count("delivered again")).isEqualTo(1);
        assertThat(summary.count("calls received")).isEqualTo(2);
        assertThat(summary.table("title"))
                .startsWith("title")
                .containsPattern("workers killed +1\\R")
                .containsPattern("messages held at a kill +7\\R")
                .doesNotContain("VIOLATION");
    }

    @Test
    void showsWhatTheRulesAndTheAuditItselfFound() {
        summary.violated("worker-1 ended by itself");

        summary.finished(deletedTwice(2));

        assertThat(summary.violations()).isEqualTo(2);
        assertThat(summary.table("title"))
                .contains(
                        "VIOLATION worker-1 ended by itself",
                        "VIOLATION EVERY_MESSAGE_HAS_A_FINAL_RECORD: neither result nor dead letter: message 1");
    }

    /** Message 0, by two workers. */
    private static ErasureLog deletedTwice(int messages) {
        Result result = new Result(0, "w-1", "DELETED", "DELETED", BATCH, BATCH, END);
        return new ErasureLog(
                messages,
                Map.of(0, BATCH),
                AtomicDeletions.in(List.of(new Classification("c", List.of(new Batch("b", List.of()))))),
                List.of(result, result),
                List.of(),
                List.of(BATCH),
                List.of(new Call("w-1", BATCH), new Call("w-2", BATCH)),
                List.of(new Delivery(0, "w-1", 0), new Delivery(0, "w-2", 1)),
                Map.of(),
                List.of());
    }
}
