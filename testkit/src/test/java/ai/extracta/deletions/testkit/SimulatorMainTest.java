package ai.extracta.deletions.testkit;

import static ai.extracta.deletions.testkit.SimulatorClient.TIMEOUT;
import static ai.extracta.deletions.testkit.SimulatorClient.batch;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the program as a process of its own, as a user would. */
@Timeout(60)
class SimulatorMainTest {

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    private Process run(String... arguments) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(
                List.of(java, "-cp", System.getProperty("java.class.path"), SimulatorMain.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).start();
        started.add(process);
        return process;
    }

    private static String firstLine(Process process) {
        BufferedReader output = process.inputReader(UTF_8);
        return CompletableFuture.supplyAsync(() -> readLine(output))
                .orTimeout(TIMEOUT.toSeconds(), SECONDS)
                .join();
    }

    private static String readLine(BufferedReader reader) {
        try {
            return String.valueOf(reader.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitExit(Process process) throws InterruptedException {
        assertThat(process.waitFor(TIMEOUT.toSeconds(), SECONDS)).as("exited").isTrue();
    }

    private static String errors(Process process) throws IOException {
        return new String(process.getErrorStream().readAllBytes(), UTF_8);
    }

    @Test
    void saysOnItsFirstLineWhereItIsAndWhatThereIs() throws IOException {
        Process process = run("--seed-classifications", "1", "--batches", "1", "--files", "2", "--api-key", "key-1");

        assertThat(firstLine(process))
                .matches("\\{\"baseUrl\":\"http://127\\.0\\.0\\.1:[0-9]+/api/v1\",\"apiKey\":\"key-1\","
                        + "\"classifications\":\\[\\{\"classificationId\":\"cls-1\",\"batches\":\\["
                        + "\\{\"batchId\":\"cls-1-batch-1\","
                        + "\"fileIds\":\\[\"cls-1-batch-1-file-1\",\"cls-1-batch-1-file-2\"\\]\\}\\]\\}\\]\\}");
    }

    @Test
    void servesUntilItIsStoppedAndPrintsNoKey() throws IOException, InterruptedException {
        Process process = run();
        ObjectNode line = Json.readObject(firstLine(process).getBytes(UTF_8));
        String key = line.path("apiKey").textValue();

        HttpResponse<String> response = deleteFirstBatch(line.path("baseUrl").textValue(), key);
        process.toHandle().destroy(); // which, unlike the process itself, leaves its output to be read
        awaitExit(process);

        assertThat(response.body()).isEqualTo("{\"status\":\"success\",\"message\":\"Batch deleted\"}");
        assertThat(process.inputReader(UTF_8).lines()).isEmpty();
        assertThat(errors(process))
                .contains("connection 1: DELETE /api/v1/documentClassification/deleteBatch -> 200")
                .doesNotContain(key);
    }

    private static HttpResponse<String> deleteFirstBatch(String baseUrl, String key)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl + "/documentClassification/deleteBatch"))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + key)
                .method("DELETE", BodyPublishers.ofString(batch("cls-1", "cls-1-batch-1")))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    @Test
    void endsWith2AndItsUsageIfAnOptionIsWrong() throws IOException, InterruptedException {
        Process process = run("--prot", "8080");
        awaitExit(process);

        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(errors(process)).startsWith("there is no option --prot").contains("Usage: simulator [options]");
        assertThat(process.inputReader(UTF_8).lines()).isEmpty();
    }

    @Test
    void endsWith1IfThePortIsTaken() throws IOException, InterruptedException {
        try (ExtractaSimulator simulator = ExtractaSimulator.start()) {
            int port = simulator.baseUri().getPort();
            Process process = run("--port", Integer.toString(port));
            awaitExit(process);

            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(errors(process)).contains("cannot listen on 127.0.0.1, port " + port);
            assertThat(process.inputReader(UTF_8).lines()).isEmpty();
        }
    }

    @Test
    void showsItsUsageWhenAskedTo() throws IOException, InterruptedException {
        Process process = run("--help");
        awaitExit(process);

        assertThat(process.exitValue()).isZero();
        assertThat(process.inputReader(UTF_8).lines()).contains("Usage: simulator [options]");
    }
}
