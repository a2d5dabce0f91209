package ai.extracta.deletions.benchmarks.sidebyside;

import static ai.extracta.deletions.benchmarks.sidebyside.ContenderType.BASE_NETTY;
import static ai.extracta.deletions.benchmarks.sidebyside.ContenderType.OURS_NETTY;
import static ai.extracta.deletions.benchmarks.sidebyside.ContenderType.RAW_NETTY;
import static ai.extracta.deletions.benchmarks.sidebyside.TestMeasurements.disturbed;
import static ai.extracta.deletions.benchmarks.sidebyside.TestMeasurements.rounds;
import static ai.extracta.deletions.benchmarks.sidebyside.TestMeasurements.speed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.extracta.deletions.benchmarks.driver.Sample;
import java.util.ArrayList;
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
                .isEqualTo(new MedianEstimate(0.9, 1.2, 1.4, false));
    }

    @Test
    void spreadOverTheRoundsOfOneConcurrency() {
        assertThat(measurements.estimate(OURS_NETTY, 16, Sample::requestsPerSecond))
                .isEqualTo(new MedianEstimate(90, 120, 1_400, false));
    }

    @Test
    void leaveOutRoundsInWhichEitherWasDisturbed() {
        List<Measurement> all = new ArrayList<>(rounds(RAW_NETTY, 16, 100, 100, 100, 100, 100, 100));
        all.addAll(rounds(OURS_NETTY, 16, 110, 110, 110, 110, 110, 110, 300, 10));
        all.add(disturbed(7, RAW_NETTY, 16, 100));
        all.add(speed(8, RAW_NETTY, 16, 100));
        all.set(13, disturbed(8, OURS_NETTY, 16, 10));
        Measurements busy = new Measurements(all);

        assertThat(busy.ratio(OURS_NETTY, RAW_NETTY, 16, Sample::requestsPerSecond))
                .isEqualTo(new MedianEstimate(1.1, 1.1, 1.1, true));
        assertThat(busy.quietRounds(16)).isEqualTo(6);
    }

    @Test
    void takeDisturbedRoundsIfThereAreTooFewOthers() {
        List<Measurement> all = new ArrayList<>(rounds(RAW_NETTY, 16, 100, 100, 100, 100, 100));
        all.add(disturbed(6, RAW_NETTY, 16, 700));

        assertThat(new Measurements(all).estimate(RAW_NETTY, 16, Sample::requestsPerSecond))
                .isEqualTo(new MedianEstimate(100, 100, 700, false));
    }

    @Test
    void compareWithTheBaseRevisionIfThereIsOne() {
        assertThat(measurements.baselineOf(OURS_NETTY)).isEqualTo(RAW_NETTY);
        assertThat(new Measurements(List.of(speed(1, BASE_NETTY, 16, 100))).baselineOf(OURS_NETTY))
                .isEqualTo(BASE_NETTY);
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
