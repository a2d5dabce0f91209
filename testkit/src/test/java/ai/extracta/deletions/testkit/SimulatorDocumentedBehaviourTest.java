package ai.extracta.deletions.testkit;

import static ai.extracta.deletions.testkit.SimulatorClient.batch;
import static ai.extracta.deletions.testkit.SimulatorClient.classification;
import static ai.extracta.deletions.testkit.SimulatorClient.files;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.testkit.ExtractaSimulator.Batch;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SimulatorDocumentedBehaviourTest {

    @AutoClose
    private final ExtractaSimulator simulator = ExtractaSimulator.start();

    private final SimulatorClient client = new SimulatorClient(simulator);

    @Test
    void deletesAClassificationWithAllThatIsInIt() throws IOException {
        List<Classification> seeded = simulator.seed(2, 1, 1);

        HttpResponse<String> response = client.delete("deleteClassification", classification("cls-1"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"status\":\"success\",\"message\":\"Classification deleted\"}");
        assertThat(simulator.classifications()).containsExactly(seeded.get(1));
        assertThat(simulator.deletions()).containsExactly(new DeleteClassification("cls-1"));
    }

    @Test
    void deletesABatchAndLeavesTheOthers() throws IOException {
        Classification seeded = simulator.seed(1, 3, 1).get(0);

        HttpResponse<String> response = client.delete("deleteBatch", batch("cls-1", "cls-1-batch-2"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"status\":\"success\",\"message\":\"Batch deleted\"}");
        List<Batch> remaining =
                List.of(seeded.batches().get(0), seeded.batches().get(2));
        assertThat(simulator.classifications()).containsExactly(new Classification("cls-1", remaining));
        assertThat(simulator.deletions()).containsExactly(new DeleteBatch("cls-1", "cls-1-batch-2"));
    }

    @Test
    void deletesFilesAndLeavesTheOthers() throws IOException {
        simulator.add(new Classification("c", List.of(new Batch("b", List.of("f1", "f2", "f3")))));

        HttpResponse<String> response = client.delete("deleteFiles", files("c", "b", "f3", "f1"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"status\":\"success\",\"message\":\"Files deleted\"}");
        assertThat(simulator.classifications())
                .containsExactly(new Classification("c", List.of(new Batch("b", List.of("f2")))));
        assertThat(simulator.deletions()).containsExactly(new DeleteFiles("c", "b", List.of("f3", "f1")));
    }

    @Test
    void keepsABatchWhoseFilesAreAllDeleted() throws IOException {
        simulator.add(new Classification("c", List.of(new Batch("b", List.of("f")))));

        client.delete("deleteFiles", files("c", "b", "f"));

        assertThat(simulator.classifications())
                .containsExactly(new Classification("c", List.of(new Batch("b", List.of()))));
    }

    @Test
    void countsAFileThatIsNamedTwiceOnce() throws IOException {
        simulator.add(new Classification("c", List.of(new Batch("b", List.of("f1", "f2")))));

        HttpResponse<String> response = client.delete("deleteFiles", files("c", "b", "f2", "f1", "f2"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(simulator.deletions()).containsExactly(new DeleteFiles("c", "b", List.of("f2", "f1")));
    }

    @Test
    void deletesNoFileIfOneIsUnknown() throws IOException {
        List<Classification> seeded = simulator.seed(1, 1, 2);

        HttpResponse<String> response =
                client.delete("deleteFiles", files("cls-1", "cls-1-batch-1", "cls-1-batch-1-file-1", "no-such-file"));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body())
                .isEqualTo("{\"status\":\"error\",\"message\":"
                        + "\"1 of 2 fileIds are unknown in this batch; nothing was deleted\"}");
        assertThat(simulator.classifications()).isEqualTo(seeded);
        assertThat(simulator.deletions()).isEmpty();
    }

    @Test
    void doesNotFindWhatItDeletedBefore() throws IOException {
        simulator.seed(1, 1, 1);
        client.delete("deleteClassification", classification("cls-1"));

        HttpResponse<String> response = client.delete("deleteClassification", classification("cls-1"));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(simulator.deletions()).hasSize(1);
    }

    @Test
    void respondsWithJsonInUtf8() throws IOException {
        HttpResponse<String> response = client.delete("deleteClassification", classification("cls-1"));

        assertThat(response.headers().allValues("content-type")).containsExactly("application/json; charset=utf-8");
    }

    @Test
    void findsIdsOutsideOfAscii() throws IOException {
        simulator.add(new Classification("Verträge-文書-🗑", List.of()));

        HttpResponse<String> response = client.delete("deleteClassification", classification("Verträge-文書-🗑"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(simulator.deletions()).containsExactly(new DeleteClassification("Verträge-文書-🗑"));
    }

    @Test
    void ignoresFieldsItDoesNotKnow() throws IOException {
        simulator.seed(1, 0, 0);

        HttpResponse<String> response =
                client.delete("deleteClassification", "{\"note\":{\"a\":[1]},\"classificationId\":\"cls-1\"}");

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void ignoresAQuery() throws IOException {
        simulator.seed(1, 0, 0);

        assertThat(client.delete("deleteClassification?trace=1", classification("cls-1"))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bearer ", "BEARER ", "Bearer   "})
    void takesTheBearerSchemeInAnyCase(String scheme) throws IOException {
        simulator.seed(1, 0, 0);

        HttpResponse<String> response =
                client.send(client.request("DELETE", "deleteClassification", classification("cls-1"))
                        .header("Authorization", scheme + simulator.apiKey())
                        .build());

        assertThat(response.statusCode()).isEqualTo(200);
    }
}
