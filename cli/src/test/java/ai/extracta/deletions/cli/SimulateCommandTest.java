package ai.extracta.deletions.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.cli.CliRunner.Result;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testkit.internal.JavaCommand;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulator as a program, as {@code bin/simulator} starts it. */
@Timeout(120) // another JVM starts, perhaps on a busy machine
class SimulateCommandTest {

    private static final int PORT_UNAVAILABLE = 1;

    @TempDir
    private Path folder;

    @Test
    void theFirstLineHasTheAddressTheKeyAndTheClassifications() {
        Result result = simulate("--seed-classifications", "1", "--batches", "1", "--files", "2", "--api-key", "key-1");

        assertThat(result.out())
                .matches("\\{\"baseUrl\":\"http://127\\.0\\.0\\.1:[0-9]+/api/v1\",\"apiKey\":\"key-1\","
                        + "\"classifications\":\\[\\{\"classificationId\":\"cls-1\",\"batches\":\\["
                        + "\\{\"batchId\":\"cls-1-batch-1\","
                        + "\"fileIds\":\\[\"cls-1-batch-1-file-1\",\"cls-1-batch-1-file-2\"\\]\\}\\]\\}\\]\\}\n");
    }

    @Test
    void twoTimesTwoTimesThreeFilesAreSeededByDefault() throws IOException {
        JsonNode classifications = new JsonMapper().readTree(simulate().out()).path("classifications");

        assertThat(classifications).hasSize(2);
        assertThat(classifications.path(1).path("batches")).hasSize(2);
        assertThat(classifications.path(1).path("batches").path(1).path("fileIds"))
                .hasSize(3);
    }

    @Test
    void everyOptionIsAccepted() {
        Result result = simulate(
                "--classifications",
                "1",
                "--batches",
                "1",
                "--files",
                "0",
                "--api-key",
                "k",
                "--port",
                "0",
                "--unknown-id-status",
                "400");

        assertThat(result.out())
                .contains("\"apiKey\":\"k\"")
                .endsWith(
                        "[{\"classificationId\":\"cls-1\",\"batches\":[{\"batchId\":\"cls-1-batch-1\",\"fileIds\":[]}]}]}\n");
    }

    @ParameterizedTest
    @CsvSource({
        "--nonsense, there is no option --nonsense",
        "--prot 8080, there is no option --prot",
        "extra, there is no command of this name",
        "--port, Missing required parameter for option '--port'",
        "--port x, '--port': 'x' is not an int",
        "--files -1, cannot seed a negative number",
        "--batches 9999999999, '--batches': '9999999999' is not an int",
        "--port 65536, port is 65536; it must be 0 to 65535",
        "--unknown-id-status 500, the status for unknown ids is 500; it must be 404 or 400"
    })
    void anInvalidOptionIsNamedAndNothingIsStarted(String arguments, String message) {
        Result result = simulate(arguments.split(" ", -1));

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).contains(message, "Try 'extracta-delete simulate --help'");
        assertThat(result.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--chaos 7", "--latency 200ms", "--not-found 400 --latency 1s"})
    void itMisbehavesOnRequestWithTheSameFirstLine(String arguments) {
        assertThat(simulate(arguments.split(" ")).out()).startsWith("{\"baseUrl\":\"http://127.0.0.1:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--chaos x", "--latency soon", "--not-found 500", "--chaos 1 --latency 1s"})
    void misbehaviourThatIsUnknownIsRefused(String arguments) {
        assertThat(simulate(arguments.split(" ")).code()).isEqualTo(ExitCodes.USAGE);
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        try (ExtractaSimulator simulator = ExtractaSimulator.start()) {
            int port = simulator.baseUri().getPort();
            Result result = simulate("--port", Integer.toString(port));

            assertThat(result.code()).isEqualTo(PORT_UNAVAILABLE);
            assertThat(result.err()).contains("cannot listen on 127.0.0.1, port " + port);
            assertThat(result.out()).isEmpty();
        }
    }

    @Test
    void helpListsTheOptions() {
        Result result = simulate("--help");

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains("bin/simulator [OPTIONS]", "--port", "--seed-classifications", "--batches", "--files")
                .contains("--api-key", "--unknown-id-status");
    }

    @Test
    void theInstructionsAndTheRowsFitTheOtherCommands() throws IOException {
        Path rows = folder.resolve("rows.csv");
        CliRunner cli = new CliRunner();
        cli.shutdown().request();

        Result result = cli.run("simulate", "--classifications", "1", "--batches", "1", "--csv", rows.toString());

        assertThat(result.out())
                .contains("export EXTRACTA_API_KEY=sim-", "files --from " + rows + " --base-uri http://");
        assertThat(new CliRunner()
                        .run("plan", "--kind", "files", "--from", rows.toString())
                        .out())
                .contains("3 requests, 1 call");
    }

    @Test
    void rowsOverwriteNothing() throws IOException {
        Path rows = Files.writeString(folder.resolve("rows.csv"), "precious");

        Result result = simulate("--csv", rows.toString());

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).contains("cannot write " + rows + ": it already exists");
        assertThat(rows).hasContent("precious");
    }

    @Test
    void itServesUntilItIsStoppedAndPrintsNoKey() throws IOException, InterruptedException {
        Path err = folder.resolve("err");
        Process process = start(err);
        try {
            JsonNode line = new JsonMapper().readTree(process.inputReader(UTF_8).readLine());
            String key = line.path("apiKey").textValue();

            HttpResponse<String> response =
                    deleteFirstBatch(line.path("baseUrl").textValue(), key);
            process.toHandle().destroy(); // which, unlike the process itself, leaves its output to be read

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("exited").isTrue();
            assertThat(response.body()).isEqualTo("{\"status\":\"success\",\"message\":\"Batch deleted\"}");
            assertThat(process.inputReader(UTF_8).lines()).isEmpty();
            assertThat(Files.readString(err))
                    .contains("connection 1: DELETE /api/v1/documentClassification/deleteBatch -> 200")
                    .doesNotContain(key);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Stopped as soon as it runs. */
    private static Result simulate(String... arguments) {
        CliRunner cli = new CliRunner();
        cli.shutdown().request();
        return cli.run(Stream.concat(Stream.of("simulate", "--json"), Stream.of(arguments))
                .toArray(String[]::new));
    }

    private static Process start(Path err) throws IOException {
        return JavaCommand.of(List.of(), ExtractaDelete.class, "simulate", "--json")
                .redirectError(err.toFile())
                .start();
    }

    private static HttpResponse<String> deleteFirstBatch(String baseUrl, String key)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl + "/documentClassification/deleteBatch"))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + key)
                .method(
                        "DELETE",
                        BodyPublishers.ofString("{\"classificationId\":\"cls-1\",\"batchId\":\"cls-1-batch-1\"}"))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
