package ai.extracta.deletions.benchmarks.sidebyside;

import static ai.extracta.deletions.benchmarks.sidebyside.ContenderType.BASE_NETTY;
import static ai.extracta.deletions.benchmarks.sidebyside.ContenderType.OURS_NETTY;
import static ai.extracta.deletions.benchmarks.sidebyside.ContenderType.RAW_NETTY;
import static ai.extracta.deletions.benchmarks.sidebyside.TestMeasurements.cost;
import static ai.extracta.deletions.benchmarks.sidebyside.TestMeasurements.rounds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RevisionReportTest {

    private final List<Measurement> base = rounds(BASE_NETTY, 16, 100, 100, 100, 100, 100, 100);

    @Test
    void saysWhatBecameBetter() {
        assertThat(lines(rounds(OURS_NETTY, 16, 104, 102, 105, 101, 104, 103)).get(0))
                .isEqualTo("ours-netty  / base-netty  requests/s c= 16  1.04 (1.01 - 1.05)   better");
    }

    @Test
    void saysWhatBecameWorse() {
        assertThat(lines(rounds(OURS_NETTY, 16, 94, 92, 95, 91, 94, 93)).get(0)).endsWith("WORSE");
        List<Measurement> larger = IntStream.rangeClosed(1, 6)
                .mapToObj(round -> cost(round, OURS_NETTY, 16, 100, 1_050, 10))
                .toList();
        assertThat(lines(larger).get(1))
                .isEqualTo("ours-netty  / base-netty  bytes      c= 16  1.05 (1.05 - 1.05)   WORSE");
    }

    @Test
    void claimsNoDifferenceThatMayBeChance() {
        assertThat(lines(rounds(OURS_NETTY, 16, 104, 99, 105, 101, 104, 103)).get(0))
                .endsWith("no difference shown");
        assertThat(lines(rounds(OURS_NETTY, 16, 100, 100, 100, 100, 100, 100)))
                .allMatch(line -> line.endsWith("no difference shown"));
    }

    @Test
    void claimsNoDifferenceThatTheCompilerCanMake() {
        assertThat(lines(rounds(OURS_NETTY, 16, 102, 102, 102, 102, 102, 102)).get(0))
                .endsWith("1.02 (1.02 - 1.02)   no difference shown");
    }

    @Test
    void isEmptyWithoutABaseRevision() {
        Measurements others = new Measurements(
                Stream.concat(rounds(RAW_NETTY, 16, 100).stream(), rounds(OURS_NETTY, 16, 100).stream())
                        .toList());

        assertThat(new RevisionReport(others).lines()).isEmpty();
    }

    private List<String> lines(List<Measurement> ours) {
        return new RevisionReport(new Measurements(
                        Stream.concat(base.stream(), ours.stream()).toList()))
                .lines();
    }
}
