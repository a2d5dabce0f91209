package ai.extracta.deletions.benchmarks.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramStartTest {

    @Test
    void comparesRunsOfTheSameRound() {
        assertThat(ProgramStart.ratio(List.of(50.0, 40.0, 90.0), List.of(100.0, 200.0, 100.0)))
                .isEqualTo(new MinMedianMax(0.2, 0.5, 0.9));
    }
}
