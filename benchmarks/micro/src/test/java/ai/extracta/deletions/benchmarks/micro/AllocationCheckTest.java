package ai.extracta.deletions.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AllocationCheckTest {

    private static final Map<String, Long> BASELINE = Map.of("Call.usual", 10_000L);

    @Test
    void whatStaysAsItIsPasses() {
        AllocationCheck check = AllocationCheck.of(BASELINE, Map.of("Call.usual", 10_000L));

        assertThat(check.passes()).isTrue();
        assertThat(check.report()).isEqualTo("Call.usual: 10,000 bytes per call, baseline 10,000 (+0.0 %)\n");
    }

    @Test
    void fivePercentMorePass() {
        assertThat(AllocationCheck.of(BASELINE, Map.of("Call.usual", 10_500L)).passes())
                .isTrue();
    }

    @Test
    void moreThanFivePercentMoreFailAndTheReportShowsHowToAllowThem() {
        AllocationCheck check = AllocationCheck.of(BASELINE, Map.of("Call.usual", 10_510L));

        assertThat(check.passes()).isFalse();
        assertThat(check.report())
                .contains("Call.usual: 10,510 bytes per call, baseline 10,000 (+5.1 %)")
                .contains("FAILED")
                .contains("set Call.usual=10510 in benchmarks/micro/allocation.properties");
    }

    @Test
    void muchLessPassesAndTheReportRequestsALowerNumber() {
        AllocationCheck check = AllocationCheck.of(BASELINE, Map.of("Call.usual", 9_490L));

        assertThat(check.passes()).isTrue();
        assertThat(check.report()).contains("set Call.usual=9490 in benchmarks/micro/allocation.properties");
    }

    @Test
    void aLittleLessRequestsNothing() {
        assertThat(AllocationCheck.of(BASELINE, Map.of("Call.usual", 9_500L)).report())
                .doesNotContain("allocation.properties");
    }

    @Test
    void oneThatGrewFailsHoweverMuchAnotherShrank() {
        AllocationCheck check = AllocationCheck.of(
                Map.of("Call.a", 100L, "Call.b", 100L, "Call.c", 100L),
                Map.of("Call.a", 10L, "Call.b", 106L, "Call.c", 10L));

        assertThat(check.passes()).isFalse();
    }

    @Test
    void aBenchmarkWithoutANumberFailsAndTheReportShowsTheNumber() {
        AllocationCheck check = AllocationCheck.of(Map.of(), Map.of("Call.usual", 10_000L));

        assertThat(check.passes()).isFalse();
        assertThat(check.report()).contains("there is no baseline").contains("set Call.usual=10000");
    }

    @Test
    void aNumberWithoutABenchmarkFails() {
        AllocationCheck check = AllocationCheck.of(BASELINE, Map.of());

        assertThat(check.passes()).isFalse();
        assertThat(check.report()).contains("Call.usual").contains("no such benchmark");
    }
}
