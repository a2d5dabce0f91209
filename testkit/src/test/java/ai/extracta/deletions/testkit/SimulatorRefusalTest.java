package ai.extracta.deletions.testkit;

import static ai.extracta.deletions.testkit.SimulatorClient.batch;
import static ai.extracta.deletions.testkit.SimulatorClient.classification;
import static ai.extracta.deletions.testkit.SimulatorClient.files;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, with which status, and that nothing is deleted then. */
@Timeout(60)
class SimulatorRefusalTest {

    @AutoClose
    private final ExtractaSimulator simulator = ExtractaSimulator.start();

    private final SimulatorClient client = new SimulatorClient(simulator);

    @ParameterizedTest
    @CsvSource({
        "deleteClassification, no, -, The classificationId is unknown",
        "deleteBatch, no, cls-1-batch-1, The classificationId is unknown",
        "deleteBatch, cls-1, no, The batchId is unknown in this classification",
        "deleteFiles, no, cls-1-batch-1, The classificationId is unknown",
        "deleteFiles, cls-1, no, The batchId is unknown in this classification"
    })
    void respondsWith404ToAnUnknownId(String endpoint, String classificationId, String batchId, String message)
            throws IOException {
        List<Classification> seeded = simulator.seed(1, 1, 1);

        HttpResponse<String> response =
                client.delete(endpoint, files(classificationId, batchId, "cls-1-batch-1-file-1"));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("{\"status\":\"error\",\"message\":\"" + message + "\"}");
        assertThat(simulator.classifications()).isEqualTo(seeded);
    }

    @Test
    void respondsWith400ToAnUnknownIdIfSoBuilt() throws IOException {
        try (ExtractaSimulator strict =
                ExtractaSimulator.builder().unknownIdStatus(400).start()) {
            HttpResponse<String> response =
                    new SimulatorClient(strict).delete("deleteClassification", classification("no"));

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body())
                    .isEqualTo("{\"status\":\"error\",\"message\":\"The classificationId is unknown\"}");
        }
    }

    @Test
    void doesNotFindABatchThroughAnotherClassification() throws IOException {
        List<Classification> seeded = simulator.seed(2, 1, 1);

        assertThat(client.delete("deleteBatch", batch("cls-2", "cls-1-batch-1")).statusCode())
                .isEqualTo(404);
        assertThat(simulator.classifications()).isEqualTo(seeded);
    }

    static Stream<List<String>> invalidBodies() {
        return Stream.of(
                List.of("deleteClassification", "", "not a JSON object"),
                List.of("deleteClassification", "{\"classificationId\":", "not valid JSON"),
                List.of("deleteClassification", "cls-1", "not valid JSON"),
                List.of("deleteClassification", "[\"cls-1\"]", "not a JSON object"),
                List.of("deleteClassification", "\"cls-1\"", "not a JSON object"),
                List.of("deleteClassification", "null", "not a JSON object"),
                List.of("deleteClassification", "{\"classificationId\":\"cls-1\"} x", "not valid JSON"),
                List.of("deleteClassification", "{\"classificationId\":\"cls-1\"}{}", "not valid JSON"),
                List.of(
                        "deleteClassification",
                        "{\"classificationId\":\"x\",\"classificationId\":\"cls-1\"}",
                        "not valid JSON"),
                List.of("deleteClassification", "{}", "classificationId is missing"),
                List.of("deleteClassification", "{\"classificationId\":null}", "classificationId is not a string"),
                List.of("deleteClassification", "{\"classificationId\":1}", "classificationId is not a string"),
                List.of(
                        "deleteClassification",
                        "{\"classificationId\":[\"cls-1\"]}",
                        "classificationId is not a string"),
                List.of("deleteClassification", "{\"classificationId\":\"\"}", "classificationId is blank"),
                List.of("deleteClassification", "{\"classificationId\":\" \"}", "classificationId is blank"),
                List.of("deleteBatch", "{\"classificationId\":\"cls-1\"}", "batchId is missing"),
                List.of("deleteBatch", "{\"classificationId\":\"cls-1\",\"batchId\":null}", "batchId is not a string"),
                List.of("deleteBatch", "{\"classificationId\":\"cls-1\",\"batchId\":\"\"}", "batchId is blank"),
                List.of("deleteBatch", "{\"batchId\":\"cls-1-batch-1\"}", "classificationId is missing"),
                List.of("deleteFiles", batch("cls-1", "cls-1-batch-1"), "fileIds is missing"),
                List.of("deleteFiles", files("cls-1", "", "cls-1-batch-1-file-1"), "batchId is blank"),
                List.of("deleteFiles", withFileIds("[]"), "fileIds is empty"),
                List.of("deleteFiles", withFileIds("null"), "fileIds is not a list of strings"),
                List.of("deleteFiles", withFileIds("\"cls-1-batch-1-file-1\""), "fileIds is not a list of strings"),
                List.of("deleteFiles", withFileIds("[\"cls-1-batch-1-file-1\",2]"), "fileIds[1] is not a string"),
                List.of("deleteFiles", withFileIds("[null]"), "fileIds[0] is not a string"),
                List.of("deleteFiles", withFileIds("[\"cls-1-batch-1-file-1\",\"\"]"), "fileIds[1] is blank"));
    }

    private static String withFileIds(String json) {
        return "{\"classificationId\":\"cls-1\",\"batchId\":\"cls-1-batch-1\",\"fileIds\":" + json + "}";
    }

    @ParameterizedTest
    @MethodSource("invalidBodies")
    void respondsWith400ToAnInvalidBodyAndDeletesNothing(List<String> invalid) throws IOException {
        List<Classification> seeded = simulator.seed(1, 1, 1);

        HttpResponse<String> response = client.delete(invalid.get(0), invalid.get(1));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .startsWith("{\"status\":\"error\",\"message\":\"")
                .contains(invalid.get(2));
        assertThat(simulator.classifications()).isEqualTo(seeded);
        assertThat(simulator.deletions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/api/v1",
                "/api/v1/documentClassification",
                "/api/v1/documentClassification/deleteClassification/",
                "/api/v1/documentClassification/deleteclassification",
                "/api/v2/documentClassification/deleteClassification",
                "/documentClassification/deleteClassification"
            })
    void respondsWith404ToAnUnknownPath(String path) throws IOException {
        simulator.seed(1, 0, 0);
        URI uri = simulator.baseUri().resolve(path.isEmpty() ? "/nowhere" : path);

        HttpResponse<String> response =
                client.send(HttpRequest.newBuilder(client.deletion("x", classification("cls-1")), (name, value) -> true)
                        .uri(uri)
                        .build());

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("{\"status\":\"error\",\"message\":\"There is no such endpoint\"}");
        assertThat(simulator.deletions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "OPTIONS", "delete"})
    void respondsWith405ToAnotherMethod(String method) throws IOException {
        simulator.seed(1, 0, 0);

        HttpResponse<String> response =
                client.send(client.request(method, "deleteClassification", classification("cls-1"))
                        .header("Authorization", "Bearer " + simulator.apiKey())
                        .build());

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().allValues("allow")).containsExactly("DELETE");
        assertThat(simulator.deletions()).isEmpty();
    }

    @Test
    void respondsWith401WithoutAKey() throws IOException {
        simulator.seed(1, 0, 0);

        HttpResponse<String> response =
                client.send(client.request("DELETE", "deleteClassification", classification("cls-1"))
                        .build());

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().allValues("www-authenticate")).containsExactly("Bearer");
        assertThat(response.body())
                .isEqualTo("{\"status\":\"error\",\"message\":\"The authorization header is missing\"}");
        assertThat(simulator.deletions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"%s", "Bearer", "Bearer%s", "Basic %s", "Bearer %s %s", "Bearer x%s", "Bearer %sx", "Bearer x"})
    void respondsWith401ToAnotherAuthorization(String authorization) throws IOException {
        simulator.seed(1, 0, 0);
        String key = simulator.apiKey();

        HttpResponse<String> response =
                client.send(client.request("DELETE", "deleteClassification", classification("cls-1"))
                        .header("Authorization", authorization.replace("%s", key))
                        .build());

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).doesNotContain(key);
        assertThat(simulator.deletions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"GET, nowhere, 404", "GET, deleteClassification, 405", "DELETE, deleteClassification, 401"})
    void looksAtThePathThenTheMethodThenTheKeyThenTheBody(String method, String endpoint, int status)
            throws IOException {
        HttpResponse<String> response =
                client.send(client.request(method, endpoint, "no JSON").build());

        assertThat(response.statusCode()).isEqualTo(status);
    }
}
