package ai.extracta.deletions.benchmarks.sidebyside;

import static ai.extracta.deletions.benchmarks.sidebyside.TestMeasurements.speed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
                .isEqualTo("ours-netty 16 40,000 ( 30,000- 50,000) 1.13 ( 1.00 - 1.25) 1,000 10.0 200 700");
    }

    @Test
    void warnsOfNothingThatWasMeasuredOnAQuietMachine() {
        assertThat(new ComparisonReport(measurements).warnings()).isEmpty();
    }

    @Test
    void warnsWhereTheMachineWasNotQuiet() {
        Measurements disturbed = new Measurements(List.of(
                speed(1, ContenderType.RAW_NETTY, 16, 40_000),
                speed(1, ContenderType.RAW_NETTY, 64, 40_000),
                speed(1, ContenderType.OURS_NETTY, 16, 50_000),
                speed(2, ContenderType.RAW_NETTY, 16, 20_000),
                speed(2, ContenderType.RAW_NETTY, 64, 39_000),
                speed(2, ContenderType.OURS_NETTY, 16, 10_000),
                speed(3, ContenderType.RAW_NETTY, 16, 21_000),
                speed(3, ContenderType.OURS_NETTY, 16, 10_000)));

        assertThat(new ComparisonReport(disturbed).warnings())
                .singleElement(STRING)
                .contains("not quiet: at c = 16 raw-netty made 40,000 requests/s at best, but 21,000");
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
