package ai.extracta.deletions.benchmarks.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OtherLoadTest {

    private final OtherLoad before = OtherLoad.parse("cpu  1000 200 300 5000 50 10 20 30 400 0", 600);

    @Test
    void isWhatNeitherTheBenchmarkTookNorWasIdle() {
        OtherLoad after = OtherLoad.parse("cpu  1060 200 320 5010 52 10 20 30 400 0", 670);

        assertThat(after.shareSince(before)).isEqualTo(10 / 92.0);
    }

    @Test
    void includesWhatTheHypervisorTook() {
        OtherLoad after = OtherLoad.parse("cpu  1000 200 300 5050 50 10 20 80 400 0", 600);

        assertThat(after.shareSince(before)).isEqualTo(0.5);
    }

    @Test
    void isNoneIfRoundingMadeTheBenchmarkTakeMoreThanAll() {
        OtherLoad after = OtherLoad.parse("cpu  1050 200 300 5050 50 10 20 30 400 0", 660);

        assertThat(after.shareSince(before)).isZero();
        assertThat(before.shareSince(before)).isZero();
    }
}
