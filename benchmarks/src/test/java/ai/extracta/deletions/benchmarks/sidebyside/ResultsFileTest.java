package ai.extracta.deletions.benchmarks.sidebyside;

import static ai.extracta.deletions.benchmarks.sidebyside.TestMeasurements.speed;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFileTest {

    private final List<ResultRow> rows = ResultRow.of(new Measurements(
            List.of(speed(1, ContenderType.RAW_VERTX, -16, 1_000), speed(1, ContenderType.AZURE_VERTX, -16, 500))));

    @Test
    void isAnArrayOfMedians() throws IOException {
        JsonNode all = new JsonMapper().readTree(ResultsFile.json(rows));

        assertThat(all.isArray()).isTrue();
        assertThat(all.get(1).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "contender",
                        "concurrency",
                        "requestsPerSecond",
                        "ratioToRaw",
                        "bytesPerRequest",
                        "cpuMicrosPerRequest",
                        "p50Micros",
                        "p99Micros");
        assertThat(all.get(1)).isEqualTo(new JsonMapper().readTree("""
                        {"contender": "azure-vertx", "concurrency": -16, "requestsPerSecond": 500.0, "ratioToRaw": 0.5,
                         "bytesPerRequest": 1000.0, "cpuMicrosPerRequest": 10.0, "p50Micros": 200.0, "p99Micros": 700.0}
                        """));
    }

    @Test
    void isWrittenIntoAFolderThatIsNotThereYet(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("target/results.json");

        ResultsFile.write(file, rows);

        assertThat(new JsonMapper().readTree(Files.readString(file))).hasSize(2);
    }
}
