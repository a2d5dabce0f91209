package ai.extracta.deletions.benchmarks.sidebyside;

import static ai.extracta.deletions.benchmarks.sidebyside.TestMeasurements.disturbed;
import static ai.extracta.deletions.benchmarks.sidebyside.TestMeasurements.rounds;
import static ai.extracta.deletions.benchmarks.sidebyside.TestMeasurements.speed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonReportTest {

    private final Measurements measurements = new Measurements(List.of(
            speed(1, ContenderType.RAW_NETTY, 16, 40_000),
            speed(1, ContenderType.OURS_NETTY, 16, 50_000),
            speed(2, ContenderType.RAW_NETTY, 16, 30_000),
            speed(2, ContenderType.OURS_NETTY, 16, 30_000)));

    @Test
    void hasALineForEachContender() {
        assertThat(new ComparisonReport(measurements)
                        .table()
                        .lines()
                        .toList()
                        .get(2)
                        .replaceAll(" +", " "))
                .isEqualTo("ours-netty 16 40,000 ( 30,000- 50,000)? 1.13 ( 1.00 - 1.25)? 1,000? 10.0? 200? 700?");
    }

    @Test
    void warnsOfNothingThatWasMeasuredOnAQuietMachine() {
        assertThat(new ComparisonReport(new Measurements(rounds(ContenderType.RAW_NETTY, 16, 1, 2, 3, 4, 5, 6)))
                        .warnings())
                .isEmpty();
    }

    @Test
    void warnsOfLoadsWithTooFewQuietRounds() {
        List<Measurement> disturbed = new ArrayList<>(rounds(ContenderType.RAW_NETTY, 16, 1, 2, 3, 4, 5));
        disturbed.add(disturbed(6, ContenderType.RAW_NETTY, 16, 6));

        assertThat(new ComparisonReport(new Measurements(disturbed)).warnings())
                .singleElement(STRING)
                .startsWith("Only 5 rounds were quiet for all at c = 16");
    }

    @Test
    void namesWhatTheRatiosAreTo() {
        Measurements revisions = new Measurements(
                List.of(speed(1, ContenderType.OURS_NETTY, 16, 1), speed(1, ContenderType.BASE_NETTY, 16, 1)));

        assertThat(new ComparisonReport(measurements).table()).contains("to raw (95 %)");
        assertThat(new ComparisonReport(revisions).table()).contains("to base (95 %)");
    }

    @Test
    void saysHowManyHandshakesWereResumed() {
        Measurement one = speed(1, ContenderType.RAW_NETTY, 16, 100);
        Measurement resumed = new Measurement(2, one.contender(), 16, one.sample(), 0, new Handshakes(2_000, 1_500));

        assertThat(new ComparisonReport(new Measurements(List.of(one, resumed))).handshakes())
                .containsExactly("raw-netty        c= 16      2,000 handshakes,  75 % resumed");
        assertThat(new ComparisonReport(measurements).handshakes()).isEmpty();
    }

    @Test
    void isAlsoDrawn(@TempDir Path folder) throws IOException {
        new PlotWriter(ResultRow.of(measurements)).draw(folder);

        try (var files = Files.list(folder)) {
            assertThat(files)
                    .hasSize(6)
                    .allSatisfy(file -> assertThat(file).content().contains("<svg", "</svg>"));
        }
    }
}
