package ai.extracta.deletions.benchmarks.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StartupReportTest {

    private final StartupReport report = new StartupReport(List.of(
            new StartupObservation(1, ContenderType.RAW_NETTY, 400, 1_000, 8_000, 0),
            new StartupObservation(2, ContenderType.RAW_NETTY, 800, 1_000, 8_000, 0),
            new StartupObservation(1, ContenderType.OURS_NETTY, 600, 500, 90_000, 2),
            new StartupObservation(2, ContenderType.OURS_NETTY, 880, 700, 90_000, 2)));

    @Test
    void comparesFirstCallsWithinARound() {
        MinMedianMax ratio = report.ratioToBaseline(ContenderType.OURS_NETTY);

        assertThat(ratio.min()).isEqualTo(1.1);
        assertThat(ratio.max()).isEqualTo(1.5);
    }

    @Test
    void hasALineForEachContender() {
        assertThat(report.table().lines().toList().get(2).replaceAll(" +", " "))
                .isEqualTo("ours-netty 740 ( 600 - 880) 1.30 ( 1.10 - 1.50) 600 90,000 2.0");
    }
}
