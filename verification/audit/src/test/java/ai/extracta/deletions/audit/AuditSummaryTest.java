package ai.extracta.deletions.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AuditSummaryTest {

    private static final DeletionTarget TARGET = DeletionTarget.of("cls-1", new SplittableRandom(1));
    private static final GroundTruth DELETED = new GroundTruth(true, true, true, false, 1);
    private static final GroundTruth STILL_THERE = new GroundTruth(true, false, false, false, 0);
    private static final GroundTruth NEVER_EXISTED = new GroundTruth(false, true, false, false, 1);

    private final AuditSummary summary = new AuditSummary(AuditedRetryPolicy.INCLUDING_UNKNOWN);

    @Test
    void countsWhatIsTrueOfEachReport() {
        add(2, ReportedOutcome.UNKNOWN, false, DELETED);
        add(1, ReportedOutcome.UNKNOWN, false, STILL_THERE);
        add(1, ReportedOutcome.UNKNOWN, false, NEVER_EXISTED);

        assertThat(summary.row(ReportedOutcome.UNKNOWN)).isEqualTo(new AuditSummary.Row(4, 2, 1, 1, 1));
        assertThat(summary.row(ReportedOutcome.CONFIRMED)).isEqualTo(new AuditSummary.Row(0, 0, 0, 0, 0));
        assertThat(summary.calls()).isEqualTo(4);
        assertThat(summary.violations()).isZero();
    }

    @Test
    void countsEachBrokenRuleAndDescribesTheFirst() {
        add(30, ReportedOutcome.REFUSED, true, DELETED);

        assertThat(summary.violatedRules()).isEqualTo(Map.of(Rule.REFUSED_MEANS_NOT_DELETED, 30));
        assertThat(summary.violations()).isEqualTo(30);
        assertThat(summary.descriptions()).hasSize(20).allMatch(line -> line.startsWith("REFUSED_MEANS_NOT_DELETED: "));
    }

    @Test
    void allowsFewerThanOneInAThousandPatientCallersToEndUnknown() {
        add(1001, ReportedOutcome.CONFIRMED, true, DELETED);
        add(1, ReportedOutcome.UNKNOWN, true, DELETED);
        add(50, ReportedOutcome.UNKNOWN, false, DELETED);

        assertThat(summary.patient()).isEqualTo(1002);
        assertThat(summary.patientUnknown()).isEqualTo(1);
        assertThat(summary.violations()).isZero();
    }

    @Test
    void countsItAsAViolationIfMoreAre() {
        add(999, ReportedOutcome.CONFIRMED, true, DELETED);
        add(1, ReportedOutcome.UNKNOWN, true, DELETED);

        assertThat(summary.violations()).isEqualTo(1);
        assertThat(summary.descriptions())
                .containsExactly("UNKNOWN for 1 of 1000 patient callers; fewer than 1 in 1000 are allowed");
    }

    @Test
    void allowsAnyUnknownWithAPolicyThatDoesNotResolveIt() {
        AuditSummary safe = new AuditSummary(AuditedRetryPolicy.SAFE);
        safe.add(TARGET, new CallReport(ReportedOutcome.UNKNOWN, true, 1, 1), DELETED);

        assertThat(safe.violations()).isZero();
    }

    @Test
    void isShownAsATable() {
        add(1, ReportedOutcome.CONFIRMED, true, DELETED);
        add(1, ReportedOutcome.REFUSED, true, DELETED);

        assertThat(summary.table("netty, safe").lines().map(line -> line.replaceAll(" +", " ")))
                .containsSequence(
                        "netty, safe",
                        "reported calls | deleted still there never there | never seen",
                        "CONFIRMED 1 | 1 0 0 | 0",
                        "REFUSED 1 | 1 0 0 | 0",
                        "0 requests for 2 calls; UNKNOWN for 0 of 2 patient callers (0.000 %)")
                .anyMatch(line -> line.startsWith("VIOLATION REFUSED_MEANS_NOT_DELETED: "));
    }

    private void add(int times, ReportedOutcome outcome, boolean patient, GroundTruth truth) {
        for (int i = 0; i < times; i++) {
            summary.add(TARGET, new CallReport(outcome, patient, 1, 1), truth);
        }
    }
}
