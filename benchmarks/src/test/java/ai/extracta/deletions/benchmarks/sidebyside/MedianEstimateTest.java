package ai.extracta.deletions.benchmarks.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MedianEstimateTest {

    /** From tables of the sign test, alpha = 0.05. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 1, 3", "6, 1, 6", "9, 2, 8", "10, 2, 9", "12, 3, 10", "20, 6, 15", "40, 14, 27"})
    void hasTheIntervalOfTheSignTest(int rounds, double low, double high) {
        MedianEstimate estimate = quiet(IntStream.rangeClosed(1, rounds).asDoubleStream());

        assertThat(estimate.low()).isEqualTo(low);
        assertThat(estimate.high()).isEqualTo(high);
        assertThat(estimate.median()).isEqualTo((1 + rounds) / 2.0);
    }

    @Test
    void doesNotDependOnTheOrder() {
        assertThat(quiet(DoubleStream.of(5, 1, 6, 2, 4, 3))).isEqualTo(quiet(DoubleStream.of(1, 2, 3, 4, 5, 6)));
    }

    @Test
    void isReliableWithinATenth() {
        assertThat(quiet(DoubleStream.of(90, 100, 100, 100, 100, 110)).isReliable())
                .isTrue();
        assertThat(quiet(DoubleStream.of(89, 100, 100, 100, 100, 110)).isReliable())
                .isFalse();
        assertThat(quiet(DoubleStream.of(90, 100, 100, 100, 100, 111)).isReliable())
                .isFalse();
    }

    @Test
    void isNotReliableOfFewerThanSixRounds() {
        assertThat(quiet(Collections.nCopies(5, 1.0)).isReliable()).isFalse();
        assertThat(quiet(Collections.nCopies(6, 1.0)).isReliable()).isTrue();
        assertThat(MedianEstimate.of(Collections.nCopies(6, 1.0), false).isReliable())
                .isFalse();
    }

    @Test
    void isDecidedIfTheBoundIsNotWithinTheInterval() {
        MedianEstimate estimate = quiet(DoubleStream.of(0.9, 1, 1, 1, 1, 1.3));

        assertThat(estimate.isDecided(0.9)).isTrue();
        assertThat(estimate.isDecided(1.2)).isFalse();
        assertThat(estimate.isDecided(1.3)).isTrue();
        assertThat(MedianEstimate.of(List.of(0.9, 1.3), false).isDecided(0.5)).isFalse();
    }

    @Test
    void isMarkedUnlessReliable() {
        assertThat(quiet(Collections.nCopies(6, 2.0)).format("%.1f (%.1f - %.1f)"))
                .isEqualTo("2.0 (2.0 - 2.0) ");
        assertThat(quiet(Collections.nCopies(3, 2.0)).format("%.1f (%.1f - %.1f)"))
                .isEqualTo("2.0 (2.0 - 2.0)?");
        assertThat(quiet(Collections.nCopies(3, 2.0)).formatMedian("%.1f")).isEqualTo("2.0?");
    }

    @Test
    void needsAFigure() {
        assertThatIllegalArgumentException().isThrownBy(() -> quiet(List.of()));
    }

    private static MedianEstimate quiet(DoubleStream figures) {
        return quiet(figures.boxed().toList());
    }

    private static MedianEstimate quiet(List<Double> figures) {
        return MedianEstimate.of(figures, true);
    }
}
