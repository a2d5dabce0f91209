package ai.extracta.deletions.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.extracta.deletions.testkit.ExtractaSimulator.Batch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SimulatorOptionsTest {

    @Test
    void seedsTwoTimesTwoTimesThreeByDefault() {
        SimulatorOptions options = SimulatorOptions.parse();
        try (ExtractaSimulator simulator = options.simulator().start()) {
            options.seed(simulator);

            assertThat(simulator.classifications()).hasSize(2);
            List<Batch> batches = simulator.classifications().get(1).batches();
            assertThat(batches).hasSize(2);
            assertThat(batches.get(1).fileIds()).hasSize(3);
        }
    }

    @Test
    void takesEveryOption() {
        SimulatorOptions options = SimulatorOptions.parse(
                "--seed-classifications", "1", "--batches", "1", "--files", "0", "--api-key", "k", "--port", "0");
        try (ExtractaSimulator simulator = options.simulator().start()) {
            options.seed(simulator);

            assertThat(simulator.apiKey()).isEqualTo("k");
            assertThat(simulator.classifications())
                    .containsExactly(new ExtractaSimulator.Classification(
                            "cls-1", List.of(new Batch("cls-1-batch-1", List.of()))));
        }
    }

    @Test
    void looksNoFurtherThanHelp() {
        assertThat(SimulatorOptions.parse("--help", "--nonsense").help()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "--nonsense, there is no option --nonsense",
        "extra, there is no option extra",
        "--port, --port needs a value",
        "--port x, '--port needs a whole number of up to 9 digits, not x'",
        "--files -1, '--files needs a whole number of up to 9 digits, not -1'",
        "--batches 9999999999, '--batches needs a whole number of up to 9 digits, not 9999999999'",
        "--port 65536, port is 65536; it must be 0 to 65535",
        "--unknown-id-status 500, the status for unknown ids is 500; it must be 404 or 400"
    })
    void namesWhatIsWrong(String arguments, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SimulatorOptions.parse(arguments.split(" ", -1)))
                .withMessage(message);
    }
}
