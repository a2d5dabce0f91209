package ai.extracta.deletions.benchmarks.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class SparseLoadTest {

    private final SparseLoad varying = new SparseLoad(
            new ServerBehavior(false, Duration.ofSeconds(5), Duration.ZERO),
            Duration.ofMillis(10),
            Duration.ofMillis(11),
            1);

    @RepeatedTest(20)
    void pausesWithinItsBounds() {
        assertThat(varying.pause()).isBetween(Duration.ofMillis(10), Duration.ofMillis(11));
    }

    @Test
    void combinesEachServerWithEachPause() {
        assertThat(SparseLoad.all()).hasSize(16).doesNotHaveDuplicates();
    }

    @Test
    void isDescribedInOneLine() {
        assertThat(varying.describe()).isEqualTo("5 s       0.01 s to 0.011 s");
        assertThat(new SparseLoad(ServerBehavior.KEEPS_CONNECTIONS, Duration.ofSeconds(30), Duration.ofSeconds(30), 1)
                        .describe())
                .isEqualTo("for ever  30 s      ");
    }
}
