package ai.extracta.deletions.benchmarks.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class MinMedianMaxTest {

    @Test
    void ofAnOddNumberIsTheMiddleOne() {
        assertThat(MinMedianMax.of(List.of(9.0, 1.0, 4.0))).isEqualTo(new MinMedianMax(1, 4, 9));
    }

    @Test
    void ofAnEvenNumberLiesBetweenTheMiddleTwo() {
        assertThat(MinMedianMax.of(List.of(9.0, 1.0, 4.0, 5.0))).isEqualTo(new MinMedianMax(1, 4.5, 9));
    }

    @Test
    void ofNothingThereIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> MinMedianMax.of(List.of()));
    }
}
