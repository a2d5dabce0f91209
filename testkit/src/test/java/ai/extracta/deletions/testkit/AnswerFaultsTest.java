package ai.extracta.deletions.testkit;

import static ai.extracta.deletions.testkit.SimulatorClient.TIMEOUT;
import static ai.extracta.deletions.testkit.SimulatorClient.classification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import ai.extracta.deletions.model.DeleteClassification;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What networks do: replies lost, cut, late or never sent. */
@Timeout(60)
class AnswerFaultsTest {

    private static final String OK_BODY = "{\"status\":\"success\",\"message\":\"Classification deleted\"}";

    @AutoClose
    private final ExtractaSimulator simulator = ExtractaSimulator.start();

    private final SimulatorClient client = new SimulatorClient(simulator);

    private HttpResponse<String> deleteFirst() throws IOException {
        return client.delete("deleteClassification", classification("cls-1"));
    }

    @Test
    void disconnectsAfterDeleting() throws IOException {
        simulator.seed(1, 0, 0);
        simulator.answerNext(Answer.disconnectAfterDeleting());
        try (RawClient raw = new RawClient(simulator)) {
            raw.send(raw.deletion("deleteClassification", classification("cls-1")));

            assertThat(raw.readToEnd()).isEmpty();
            assertThat(simulator.deletions()).containsExactly(new DeleteClassification("cls-1"));
        }
    }

    @Test
    void truncatesTheBodyAfterDeleting() throws IOException {
        simulator.seed(1, 0, 0);
        simulator.answerNext(Answer.truncatedBody());
        try (RawClient raw = new RawClient(simulator)) {
            raw.send(raw.deletion("deleteClassification", classification("cls-1")));

            String received = raw.readToEnd();

            assertThat(received)
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("content-length: " + OK_BODY.length() + "\r\n")
                    .endsWith("\r\n\r\n" + OK_BODY.substring(0, OK_BODY.length() / 2));
            assertThat(simulator.deletions()).containsExactly(new DeleteClassification("cls-1"));
        }
    }

    @Test
    void makesAnHttpClientFailOnATruncatedBody() {
        simulator.seed(1, 0, 0);
        simulator.answerNext(Answer.truncatedBody());

        assertThatIOException().isThrownBy(this::deleteFirst);
    }

    @Test
    void neverRespondsAndNoticesThatTheClientDisconnected() throws IOException {
        simulator.seed(1, 0, 0);
        simulator.answerNext(Answer.noResponse());
        try (RawClient raw = new RawClient(simulator)) {
            raw.send(raw.deletion("deleteClassification", classification("cls-1")));
            simulator.awaitRequests(1, TIMEOUT);
            assertThat(simulator.openConnections()).isEqualTo(1);
        }

        simulator.awaitOpenConnections(0, TIMEOUT);
        assertThat(simulator.deletions()).isEmpty();
    }

    @Test
    void noticesThatTheClientDisconnectedEvenBehindPipelinedRequests() throws IOException {
        simulator.answerNext(Answer.noResponse());
        try (RawClient raw = new RawClient(simulator)) {
            String request = raw.deletion("deleteClassification", classification("x".repeat(20_000)));
            raw.send(request + request + request);
            simulator.awaitRequests(1, TIMEOUT);
        }

        simulator.awaitOpenConnections(0, TIMEOUT);
        assertThat(simulator.requests()).hasSize(1);
    }

    @Test
    void closingEndsARequestWithoutResponse() throws IOException {
        simulator.answerNext(Answer.noResponse());
        try (RawClient raw = new RawClient(simulator)) {
            raw.send(raw.deletion("deleteClassification", classification("cls-1")));
            simulator.awaitRequests(1, TIMEOUT);

            simulator.close();

            assertThat(raw.readToEnd()).isEmpty();
        }
    }

    @Test
    void deletesFirstAndThenSendsAnotherResponse() throws IOException {
        simulator.seed(1, 0, 0);
        simulator.answerNext(Answer.serverError().afterDeleting());

        assertThat(deleteFirst().statusCode()).isEqualTo(500);
        assertThat(simulator.deletions()).containsExactly(new DeleteClassification("cls-1"));
    }

    @Test
    void deletesNothingFirstIfTheRequestIsWrong() throws IOException {
        simulator.seed(1, 0, 0);
        simulator.answerNext(Answer.status(200, OK_BODY).afterDeleting());

        HttpResponse<String> response =
                client.send(client.request("DELETE", "deleteClassification", classification("cls-1"))
                        .build());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(simulator.deletions()).isEmpty();
    }

    @Test
    void deletesWithoutAResponse() throws IOException {
        simulator.seed(1, 0, 0);
        simulator.answerNext(Answer.noResponse().afterDeleting());
        try (RawClient raw = new RawClient(simulator)) {
            raw.send(raw.deletion("deleteClassification", classification("cls-1")));

            assertThat(simulator.awaitDeletions(1, TIMEOUT)).containsExactly(new DeleteClassification("cls-1"));
            assertThat(simulator.openConnections()).isEqualTo(1);
        }
    }

    @Test
    void delaysTheResponseButNotTheDeletion() throws IOException {
        Duration delay = Duration.ofMillis(300);
        simulator.seed(1, 0, 0);
        simulator.answerNext(Answer.documented().delayedBy(delay));
        long start = System.nanoTime();

        CompletableFuture<HttpResponse<String>> response =
                client.sendLater(client.deletion("deleteClassification", classification("cls-1")));
        simulator.awaitDeletions(1, TIMEOUT);

        assertThat(response.join().statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(delay);
    }

    @Test
    void delaysNoOtherConnection() throws IOException {
        simulator.seed(2, 0, 0);
        simulator.answerNext(Answer.documented().delayedBy(Duration.ofDays(1)));
        CompletableFuture<HttpResponse<String>> delayed =
                client.sendLater(client.deletion("deleteClassification", classification("cls-1")));
        simulator.awaitDeletions(1, TIMEOUT);

        HttpResponse<String> other = client.delete("deleteClassification", classification("cls-2"));

        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(delayed).isNotDone();
    }

    @Test
    void dropsADelayedResponseWhoseClientDisconnected() throws IOException {
        simulator.answerNext(Answer.serverError().delayedBy(Duration.ofDays(1)));
        try (RawClient raw = new RawClient(simulator)) {
            raw.send(raw.deletion("deleteClassification", classification("cls-1")));
            simulator.awaitRequests(1, TIMEOUT);
        }

        simulator.awaitOpenConnections(0, TIMEOUT);
    }

    @Test
    void processesAPipelinedRequestBehindADelayedOne() throws IOException {
        simulator.seed(2, 0, 0);
        simulator.answerNext(Answer.documented().delayedBy(Duration.ofMillis(100)));
        try (RawClient raw = new RawClient(simulator)) {
            raw.send(raw.deletion("deleteClassification", classification("cls-1"))
                    + raw.deletion("deleteClassification", classification("cls-2")));

            assertThat(List.of(raw.readResponse(), raw.readResponse()))
                    .allSatisfy(response -> assertThat(response).startsWith("HTTP/1.1 200 OK\r\n"));
        }
    }
}
