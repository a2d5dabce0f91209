package ai.extracta.deletions.benchmarks.sidebyside;

import static ai.extracta.deletions.benchmarks.sidebyside.ContenderType.OURS_NETTY;
import static ai.extracta.deletions.benchmarks.sidebyside.ContenderType.RAW_NETTY;
import static ai.extracta.deletions.benchmarks.sidebyside.TestMeasurements.cost;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.benchmarks.driver.Sample;
import ai.extracta.deletions.benchmarks.sidebyside.PerformanceTarget.Figure;
import java.util.List;
import org.junit.jupiter.api.Test;

class PerformanceTargetTest {

    private final PerformanceTarget faster = new PerformanceTarget(OURS_NETTY, RAW_NETTY, Figure.SPEED, 16, 1.10);
    private final PerformanceTarget smaller = new PerformanceTarget(OURS_NETTY, RAW_NETTY, Figure.BYTES, 16, 1.05);
    private final PerformanceTarget cheaper = new PerformanceTarget(OURS_NETTY, RAW_NETTY, Figure.CPU, 16, 0.95);

    @Test
    void ofSpeedIsMetByMore() {
        assertThat(faster.isMet(beside(1_100, 8_000, 20))).isTrue();
        assertThat(faster.isMet(beside(1_099, 8_000, 20))).isFalse();
    }

    @Test
    void ofMemoryIsMetByLess() {
        assertThat(smaller.isMet(beside(1_000, 8_400, 20))).isTrue();
        assertThat(smaller.isMet(beside(1_000, 8_401, 20))).isFalse();
    }

    @Test
    void ofCpuIsMetByLess() {
        assertThat(cheaper.isMet(beside(1_000, 8_000, 19))).isTrue();
        assertThat(cheaper.isMet(beside(1_000, 8_000, 20))).isFalse();
    }

    @Test
    void ofLatencyIsMetByLess() {
        PerformanceTarget quicker = new PerformanceTarget(OURS_NETTY, RAW_NETTY, Figure.P99, 16, 1);

        assertThat(quicker.isMet(withP99(990))).isTrue();
        assertThat(quicker.isMet(withP99(1_010))).isFalse();
    }

    @Test
    void overTlsAreThoseOfTheBareClients() {
        assertThat(PerformanceTarget.overTls())
                .hasSize(12)
                .allMatch(target -> target.reference() == target.contender().baseline());
    }

    @Test
    void isDescribedInOneLine() {
        assertThat(faster.describe(beside(1_050, 8_000, 20)))
                .isEqualTo("ours-netty  / raw-netty   requests/s c= 16  >= 1.10  1.05 (1.05 - 1.05)  MISSED");
    }

    @Test
    void isNotComparableWithoutTheReference() {
        Measurements alone = new Measurements(List.of(cost(1, OURS_NETTY, 16, 1_000, 8_000, 20)));

        assertThat(faster.isComparable(alone)).isFalse();
        assertThat(faster.isComparable(beside(1_000, 8_000, 20))).isTrue();
    }

    /** Beside a bare client that makes 1,000 calls for 8,000 bytes and 20 microseconds each. */
    private static Measurements beside(long requests, long bytes, long cpuMicros) {
        return new Measurements(
                List.of(cost(1, RAW_NETTY, 16, 1_000, 8_000, 20), cost(1, OURS_NETTY, 16, requests, bytes, cpuMicros)));
    }

    /** Beside a bare client with 1 ms. */
    private static Measurements withP99(long micros) {
        return new Measurements(List.of(latency(RAW_NETTY, 1_000), latency(OURS_NETTY, micros)));
    }

    private static Measurement latency(ContenderType contender, long p99Micros) {
        return new Measurement(1, contender, 16, new Sample(1_000, 1_000_000_000L, 1, 1, 1, p99Micros * 1_000));
    }
}
