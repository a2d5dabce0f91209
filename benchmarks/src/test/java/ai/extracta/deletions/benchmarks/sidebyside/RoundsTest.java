package ai.extracta.deletions.benchmarks.sidebyside;

import static ai.extracta.deletions.benchmarks.sidebyside.ContenderType.OURS_NETTY;
import static ai.extracta.deletions.benchmarks.sidebyside.ContenderType.RAW_NETTY;
import static ai.extracta.deletions.benchmarks.sidebyside.TestMeasurements.disturbed;
import static ai.extracta.deletions.benchmarks.sidebyside.TestMeasurements.speed;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private final List<List<Integer>> measured = new ArrayList<>();

    @Test
    void areAsManyAsPlannedOnAQuietMachine() {
        new Rounds(3, List.of(16, 64), () -> true).run((round, loads) -> measure(round, loads, Set.of()));

        assertThat(measured).containsExactly(List.of(16, 64), List.of(16, 64), List.of(16, 64));
    }

    @Test
    void areRepeatedAtTheLoadsThatWereDisturbed() {
        Measurements all = new Rounds(2, List.of(16, 64), () -> true)
                .run((round, loads) -> measure(round, loads, round <= 3 ? Set.of(64) : Set.of()));

        assertThat(measured).containsExactly(List.of(16, 64), List.of(16, 64), List.of(64), List.of(64), List.of(64));
        assertThat(all.quietRounds(64)).isEqualTo(2);
        assertThat(all.rounds()).isEqualTo(5);
    }

    @Test
    void endWithTheTime() {
        new Rounds(2, List.of(16), () -> measured.size() < 5).run((round, loads) -> measure(round, loads, Set.of(16)));

        assertThat(measured).hasSize(5);
    }

    @Test
    void areAtLeastOne() {
        new Rounds(2, List.of(16), () -> false).run((round, loads) -> measure(round, loads, Set.of()));

        assertThat(measured).hasSize(1);
    }

    /** The bare client is disturbed at these loads. */
    private List<Measurement> measure(int round, List<Integer> loads, Set<Integer> noisy) {
        measured.add(loads);
        List<Measurement> measurements = new ArrayList<>();
        for (int load : loads) {
            measurements.add(speed(round, OURS_NETTY, load, 100));
            measurements.add(
                    noisy.contains(load) ? disturbed(round, RAW_NETTY, load, 50) : speed(round, RAW_NETTY, load, 100));
        }
        return measurements;
    }
}
