package ai.extracta.deletions.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServerLogTest {

    @AutoClose
    private final ExtractaSimulator simulator = ExtractaSimulator.start();

    private DeletionTarget target;

    @BeforeEach
    void seed() {
        Classification tree = simulator.seed(1, 2, 1).get(0);
        target = new DeletionTarget(new DeleteBatch("cls-1", "cls-1-batch-1"), tree);
    }

    @Test
    void knowsWhatWasNeverRequested() {
        assertThat(log().truthOf(target)).isEqualTo(new GroundTruth(true, false, false, false, 0));
    }

    @Test
    void knowsWhatWasDeletedAndHowOftenItWasRequested() throws Exception {
        send("DELETE", "deleteBatch", "{\"classificationId\":\"cls-1\",\"batchId\":\"cls-1-batch-1\"}");
        send("DELETE", "deleteBatch", "{\"classificationId\":\"cls-1\",\"batchId\":\"cls-1-batch-1\"}");

        assertThat(log().truthOf(target)).isEqualTo(new GroundTruth(true, true, true, false, 2));
        assertThat(log().requests()).isEqualTo(2);
    }

    @Test
    void knowsWhatWasSeenAndNotDeleted() throws Exception {
        simulator.answerNext(Answer.serverError());
        send("DELETE", "deleteBatch", "{\"classificationId\":\"cls-1\",\"batchId\":\"cls-1-batch-1\"}");

        assertThat(log().truthOf(target)).isEqualTo(new GroundTruth(true, false, false, false, 1));
    }

    @Test
    void knowsThatMoreWasDeletedThanRequested() throws Exception {
        send("DELETE", "deleteClassification", "{\"classificationId\":\"cls-1\"}");

        assertThat(log().truthOf(target)).isEqualTo(new GroundTruth(true, true, false, true, 1));
    }

    @Test
    void knowsWhatNeverExisted() {
        DeletionTarget absent = new DeletionTarget(new DeleteClassification("cls-2"), target.tree());

        assertThat(log().truthOf(absent)).isEqualTo(new GroundTruth(false, true, false, false, 0));
    }

    @Test
    void countsUnattributedRequests() throws Exception {
        send("DELETE", "deleteBatch", "{\"classificationId\":\"cls-1\",\"batchId\":\"cls-1-batch-1\"}");
        send("DELETE", "deleteClassification", "{\"classificationId\":\"cls-9\"}");
        send("GET", "deleteBatch", "{\"classificationId\":\"cls-1\",\"batchId\":\"cls-1-batch-1\"}");
        send("DELETE", "deleteBatch", "");

        assertThat(log().unattributedRequests(List.of(target))).isEqualTo(3);
    }

    private ServerLog log() {
        return ServerLog.of(simulator);
    }

    private void send(String method, String endpoint, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(simulator.baseUri() + "/documentClassification/" + endpoint))
                .timeout(Duration.ofSeconds(20))
                .header("authorization", "Bearer " + simulator.apiKey())
                .method(method, BodyPublishers.ofString(body))
                .build();
        HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
    }
}
