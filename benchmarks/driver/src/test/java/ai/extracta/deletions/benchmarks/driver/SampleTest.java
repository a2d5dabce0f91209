package ai.extracta.deletions.benchmarks.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SampleTest {

    private static final Sample SAMPLE =
            new Sample(1_000, 500_000_000, 8_000_000, 20_000_000, 300_000, 900_000, 15_000_000);

    @Test
    void isParsedFromItsOwnLine() {
        assertThat(Sample.parse(SAMPLE.toLine())).isEqualTo(SAMPLE);
    }

    @Test
    void refusesAnotherLine() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sample.parse("1 2 3"))
                .withMessageContaining("'1 2 3'");
    }

    @Test
    void saysWhatOneRequestTook() {
        assertThat(SAMPLE.requestsPerSecond()).isEqualTo(2_000);
        assertThat(SAMPLE.bytesPerRequest()).isEqualTo(8_000);
        assertThat(SAMPLE.cpuMicrosPerRequest()).isEqualTo(20);
        assertThat(SAMPLE.cores()).isEqualTo(0.04);
        assertThat(SAMPLE.busiestThread()).isEqualTo(0.03);
        assertThat(SAMPLE.p50Micros()).isEqualTo(300);
        assertThat(SAMPLE.p99Micros()).isEqualTo(900);
    }
}
