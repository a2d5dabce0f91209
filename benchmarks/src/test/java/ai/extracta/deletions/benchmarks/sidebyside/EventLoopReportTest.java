package ai.extracta.deletions.benchmarks.sidebyside;

import static ai.extracta.deletions.benchmarks.sidebyside.TestMeasurements.rounds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventLoopReportTest {

    @Test
    void saysHowBusyTheBusiestThreadWas() {
        List<Measurement> measurements = Stream.of(
                        rounds(ContenderType.OURS_VERTX, 64, 80_000, 80_000, 80_000, 80_000, 80_000, 80_000),
                        rounds(ContenderType.OURS_VERTX_TWO, 64, 90_000, 90_000, 90_000, 90_000, 90_000, 90_000),
                        rounds(ContenderType.RAW_VERTX, 64, 60_000, 60_000, 60_000, 60_000, 60_000, 60_000))
                .flatMap(List::stream)
                .toList();

        assertThat(new EventLoopReport(new Measurements(measurements))
                        .table()
                        .lines()
                        .skip(1)
                        .map(line -> line.strip().replaceAll(" +", " ")))
                .containsExactly(
                        "raw-vertx 64 60,000 ( 60,000- 60,000) 1.00 ( 1.00 - 1.00) 0.54 ( 0.54 - 0.54) 0.60",
                        "ours-vertx 64 80,000 ( 80,000- 80,000) 1.33 ( 1.33 - 1.33) 0.72 ( 0.72 - 0.72) 0.80",
                        "ours-vertx-two 64 90,000 ( 90,000- 90,000) 1.13 ( 1.13 - 1.13) 0.81 ( 0.81 - 0.81) 0.90");
    }
}
