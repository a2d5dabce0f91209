package ai.extracta.deletions.benchmarks.sidebyside;

import static ai.extracta.deletions.benchmarks.sidebyside.ContenderType.OURS_NETTY;
import static ai.extracta.deletions.benchmarks.sidebyside.ContenderType.RAW_NETTY;
import static ai.extracta.deletions.benchmarks.sidebyside.TestMeasurements.cost;
import static ai.extracta.deletions.benchmarks.sidebyside.TestMeasurements.rounds;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.benchmarks.driver.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PerformanceTargetTest {

    private final PerformanceTarget faster = new PerformanceTarget(OURS_NETTY, RAW_NETTY, Figure.SPEED, 16, 1.10);
    private final PerformanceTarget smaller = new PerformanceTarget(OURS_NETTY, RAW_NETTY, Figure.BYTES, 16, 1.05);
    private final PerformanceTarget cheaper = new PerformanceTarget(OURS_NETTY, RAW_NETTY, Figure.CPU, 16, 0.95);

    @Test
    void ofSpeedIsMetByMore() {
        assertThat(faster.verdict(beside(1_100, 8_000, 20))).isEqualTo("met");
        assertThat(faster.verdict(beside(1_099, 8_000, 20))).isEqualTo("MISSED");
    }

    @Test
    void ofMemoryIsMetByLess() {
        assertThat(smaller.verdict(beside(1_000, 8_400, 20))).isEqualTo("met");
        assertThat(smaller.verdict(beside(1_000, 8_401, 20))).isEqualTo("MISSED");
    }

    @Test
    void ofCpuIsMetByLess() {
        assertThat(cheaper.verdict(beside(1_000, 8_000, 19))).isEqualTo("met");
        assertThat(cheaper.verdict(beside(1_000, 8_000, 20))).isEqualTo("MISSED");
    }

    @Test
    void ofLatencyIsMetByLess() {
        PerformanceTarget quicker = new PerformanceTarget(OURS_NETTY, RAW_NETTY, Figure.P99, 16, 1);

        assertThat(quicker.verdict(withP99(990))).isEqualTo("met");
        assertThat(quicker.verdict(withP99(1_010))).isEqualTo("MISSED");
    }

    @Test
    void overTlsAreThoseOfTheBareClients() {
        assertThat(PerformanceTarget.overTls())
                .hasSize(12)
                .allMatch(target -> target.reference() == target.contender().baseline());
    }

    @Test
    void isUndecidedIfTheBoundIsWithinTheInterval() {
        List<Measurement> varying = new ArrayList<>(rounds(RAW_NETTY, 16, 100, 100, 100, 100, 100, 100));
        varying.addAll(rounds(OURS_NETTY, 16, 109, 120, 120, 120, 120, 120));

        assertThat(faster.verdict(new Measurements(varying))).isEqualTo("undecided");
    }

    @Test
    void isUndecidedAfterTooFewRounds() {
        assertThat(faster.verdict(new Measurements(
                        List.of(cost(1, RAW_NETTY, 16, 1_000, 8_000, 20), cost(1, OURS_NETTY, 16, 2_000, 8_000, 20)))))
                .isEqualTo("undecided");
    }

    @Test
    void isDescribedInOneLine() {
        assertThat(faster.describe(beside(1_050, 8_000, 20)))
                .isEqualTo("ours-netty  / raw-netty   requests/s c= 16  >= 1.10  1.05 (1.05 - 1.05)   MISSED");
    }

    @Test
    void isNotComparableWithoutTheReference() {
        Measurements alone = new Measurements(List.of(cost(1, OURS_NETTY, 16, 1_000, 8_000, 20)));

        assertThat(faster.isComparable(alone)).isFalse();
        assertThat(faster.isComparable(beside(1_000, 8_000, 20))).isTrue();
    }

    /** Beside a bare client that makes 1,000 calls for 8,000 bytes and 20 microseconds each. */
    private static Measurements beside(long requests, long bytes, long cpuMicros) {
        return sixRounds(round -> Stream.of(
                cost(round, RAW_NETTY, 16, 1_000, 8_000, 20), cost(round, OURS_NETTY, 16, requests, bytes, cpuMicros)));
    }

    private static Measurements sixRounds(IntFunction<Stream<Measurement>> round) {
        return new Measurements(
                IntStream.rangeClosed(1, 6).mapToObj(round).flatMap(all -> all).toList());
    }

    /** Beside a bare client with 1 ms. */
    private static Measurements withP99(long micros) {
        return sixRounds(round -> Stream.of(latency(round, RAW_NETTY, 1_000), latency(round, OURS_NETTY, micros)));
    }

    private static Measurement latency(int round, ContenderType contender, long p99Micros) {
        return new Measurement(
                round,
                contender,
                16,
                new Sample(1_000, 1_000_000_000L, 1, 1, 1, p99Micros * 1_000, 1),
                0,
                Handshakes.NONE);
    }
}
