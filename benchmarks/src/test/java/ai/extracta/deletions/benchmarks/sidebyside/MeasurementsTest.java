package ai.extracta.deletions.benchmarks.sidebyside;

import static ai.extracta.deletions.benchmarks.sidebyside.ContenderType.OURS_NETTY;
import static ai.extracta.deletions.benchmarks.sidebyside.ContenderType.RAW_NETTY;
import static ai.extracta.deletions.benchmarks.sidebyside.TestMeasurements.speed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.extracta.deletions.benchmarks.driver.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementsTest {

    /** The machine is ten times as fast in the second round, and both gain from it. */
    private final Measurements measurements = new Measurements(List.of(
            speed(1, OURS_NETTY, 16, 120),
            speed(1, RAW_NETTY, 16, 100),
            speed(2, RAW_NETTY, 16, 1_000),
            speed(2, OURS_NETTY, 16, 1_400),
            speed(3, OURS_NETTY, 16, 90),
            speed(3, RAW_NETTY, 16, 100),
            speed(1, OURS_NETTY, 64, 500)));

    @Test
    void compareWithinARound() {
        assertThat(measurements.ratio(OURS_NETTY, RAW_NETTY, 16, Sample::requestsPerSecond))
                .isEqualTo(new MinMedianMax(0.9, 1.2, 1.4));
    }

    @Test
    void spreadOverTheRoundsOfOneConcurrency() {
        assertThat(measurements.spread(OURS_NETTY, 16, Sample::requestsPerSecond))
                .isEqualTo(new MinMedianMax(90, 120, 1_400));
    }

    @Test
    void doNotCompareWithWhatWasNotMeasured() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> measurements.ratio(OURS_NETTY, RAW_NETTY, 64, Sample::requestsPerSecond))
                .withMessage("raw-netty was not measured at 64 in round 1");
    }

    @Test
    void knowWhatTheyContain() {
        assertThat(measurements.contenders()).containsExactly(RAW_NETTY, OURS_NETTY);
        assertThat(measurements.concurrencies()).containsExactly(16, 64);
        assertThat(measurements.contain(OURS_NETTY, 64)).isTrue();
        assertThat(measurements.contain(RAW_NETTY, 64)).isFalse();
    }
}
