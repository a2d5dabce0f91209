package ai.extracta.deletions.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.audit.FaultPlan.Fault;
import ai.extracta.deletions.audit.FaultPlan.PlannedFault;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

class FaultPlanTest {

    private final WorkerAuditOptions options = new WorkerAuditOptions();

    FaultPlanTest() {
        options.workers = 4;
        options.requests = 1_000;
        options.kills = 20;
    }

    @Test
    void theSameSeedMakesTheSamePlan() {
        assertThat(plan(WorkerLedger.R2DBC, 1)).isEqualTo(plan(WorkerLedger.R2DBC, 1));
        assertThat(plan(WorkerLedger.R2DBC, 1)).isNotEqualTo(plan(WorkerLedger.R2DBC, 2));
    }

    @Test
    void everyFaultHappensAsOftenAsAskedAndWhileThereIsWork() {
        assertThat(plan(WorkerLedger.R2DBC, 1).faults())
                .isSortedAccordingTo(Comparator.comparingInt(PlannedFault::finished))
                .allSatisfy(fault -> assertThat(fault.finished()).isBetween(20, 900))
                .allSatisfy(fault -> assertThat(fault.worker()).isBetween(0, 3))
                .extracting(PlannedFault::fault)
                .filteredOn(fault -> fault == Fault.KILL_WORKER)
                .hasSize(20);
        assertThat(count(Fault.REPLACE_WORKER)).isEqualTo(10);
        assertThat(count(Fault.RESTART_BROKER)).isEqualTo(1);
        assertThat(count(Fault.RESTART_DATABASE)).isEqualTo(1);
    }

    @Test
    void withoutADatabaseNoneIsRestarted() {
        assertThat(plan(WorkerLedger.NONE, 1).faults())
                .extracting(PlannedFault::fault)
                .doesNotContain(Fault.RESTART_DATABASE);
    }

    private long count(Fault fault) {
        return plan(WorkerLedger.R2DBC, 1).faults().stream()
                .filter(planned -> planned.fault() == fault)
                .count();
    }

    private FaultPlan plan(WorkerLedger ledger, long seed) {
        return FaultPlan.of(options, ledger, seed);
    }
}
