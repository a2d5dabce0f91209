package ai.extracta.deletions.samples.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ErasureWorkersTest {

    @Test
    @Timeout(240)
    void noRequestIsLostWhenAWorkerIsKilled() {
        ByteArrayOutputStream output = new ByteArrayOutputStream();

        int violations = ErasureWorkers.run(6_000, new PrintStream(output, true, StandardCharsets.UTF_8));

        assertThat(violations).as(output.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("worker-4", "violations: 0");
    }
}
