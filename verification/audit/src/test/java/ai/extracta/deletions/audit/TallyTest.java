package ai.extracta.deletions.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TallyTest {

    private static final Target TARGET = Target.of("cls-1", new SplittableRandom(1));
    private static final Truth DELETED = new Truth(true, true, true, false, 1);
    private static final Truth STILL_THERE = new Truth(true, false, false, false, 0);
    private static final Truth NEVER_EXISTED = new Truth(false, true, false, false, 1);

    private final Tally tally = new Tally(Policy.INCLUDING_UNKNOWN);

    @Test
    void countsWhatIsTrueOfEachReport() {
        add(2, Reported.UNKNOWN, false, DELETED);
        add(1, Reported.UNKNOWN, false, STILL_THERE);
        add(1, Reported.UNKNOWN, false, NEVER_EXISTED);

        assertThat(tally.row(Reported.UNKNOWN)).isEqualTo(new Tally.Row(4, 2, 1, 1, 1));
        assertThat(tally.row(Reported.CONFIRMED)).isEqualTo(new Tally.Row(0, 0, 0, 0, 0));
        assertThat(tally.calls()).isEqualTo(4);
        assertThat(tally.violations()).isZero();
    }

    @Test
    void countsEachBrokenRuleAndDescribesTheFirst() {
        add(30, Reported.REFUSED, true, DELETED);

        assertThat(tally.broken()).isEqualTo(Map.of(Rule.REFUSED_MEANS_NOT_DELETED, 30));
        assertThat(tally.violations()).isEqualTo(30);
        assertThat(tally.descriptions()).hasSize(20).allMatch(line -> line.startsWith("REFUSED_MEANS_NOT_DELETED: "));
    }

    @Test
    void allowsFewerThanOneInAThousandPatientCallersToBeLeftInDoubt() {
        add(1001, Reported.CONFIRMED, true, DELETED);
        add(1, Reported.UNKNOWN, true, DELETED);
        add(50, Reported.UNKNOWN, false, DELETED);

        assertThat(tally.patient()).isEqualTo(1002);
        assertThat(tally.patientUnknown()).isEqualTo(1);
        assertThat(tally.violations()).isZero();
    }

    @Test
    void countsItAsAViolationIfMoreAre() {
        add(999, Reported.CONFIRMED, true, DELETED);
        add(1, Reported.UNKNOWN, true, DELETED);

        assertThat(tally.violations()).isEqualTo(1);
        assertThat(tally.descriptions())
                .containsExactly("UNKNOWN for 1 of 1000 patient callers; fewer than 1 in 1000 are allowed");
    }

    @Test
    void allowsAnyDoubtWithAPolicyThatDoesNotSettleIt() {
        Tally safe = new Tally(Policy.SAFE);
        safe.add(TARGET, new Report(Reported.UNKNOWN, true, 1, 1), DELETED);

        assertThat(safe.violations()).isZero();
    }

    @Test
    void isShownAsATable() {
        add(1, Reported.CONFIRMED, true, DELETED);
        add(1, Reported.REFUSED, true, DELETED);

        assertThat(Table.of("netty, safe", tally).lines().map(line -> line.replaceAll(" +", " ")))
                .containsSequence(
                        "netty, safe",
                        "reported calls | deleted still there never there | never seen",
                        "CONFIRMED 1 | 1 0 0 | 0",
                        "REFUSED 1 | 1 0 0 | 0",
                        "0 requests for 2 calls; UNKNOWN for 0 of 2 patient callers (0.000 %)")
                .anyMatch(line -> line.startsWith("VIOLATION REFUSED_MEANS_NOT_DELETED: "));
    }

    private void add(int times, Reported reported, boolean patient, Truth truth) {
        for (int i = 0; i < times; i++) {
            tally.add(TARGET, new Report(reported, patient, 1, 1), truth);
        }
    }
}
