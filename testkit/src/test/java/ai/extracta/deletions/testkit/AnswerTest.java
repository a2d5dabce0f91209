package ai.extracta.deletions.testkit;

import static ai.extracta.deletions.testkit.SimulatorClient.batch;
import static ai.extracta.deletions.testkit.SimulatorClient.classification;
import static ai.extracta.deletions.testkit.SimulatorClient.files;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AnswerTest {

    private static final String OK_BODY = "{\"status\":\"success\",\"message\":\"Classification deleted\"}";

    @AutoClose
    private final ExtractaSimulator simulator = ExtractaSimulator.start();

    private final SimulatorClient client = new SimulatorClient(simulator);

    private HttpResponse<String> deleteFirst() throws IOException {
        return client.delete("deleteClassification", classification("cls-1"));
    }

    @Test
    void givesQueuedAnswersInOrderAndThenTheDefaultOne() throws IOException {
        simulator.seed(1, 0, 0);
        simulator.answerNext(Answer.status(502, "a"), Answer.status(503, "b"));
        simulator.answerNext(Answer.status(504, "c"));
        List<Integer> statuses = new ArrayList<>();

        for (int i = 0; i < 4; i++) {
            statuses.add(deleteFirst().statusCode());
        }

        assertThat(statuses).containsExactly(502, 503, 504, 200);
    }

    @Test
    void givesTheDefaultAnswerUntilItIsReset() throws IOException {
        simulator.seed(1, 0, 0);
        simulator.answerAlways(Answer.serverError());
        List<Integer> statuses = new ArrayList<>();

        statuses.add(deleteFirst().statusCode());
        statuses.add(deleteFirst().statusCode());
        simulator.answerAlways(Answer.documented());
        statuses.add(deleteFirst().statusCode());

        assertThat(statuses).containsExactly(500, 500, 200);
    }

    @Test
    void respondsWithAStatusWithoutValidatingTheRequest() throws IOException {
        simulator.answerNext(Answer.status(418, "{\"tea\":\"Grüner Tee\"}"));

        HttpResponse<String> response =
                client.send(client.request("PUT", "nowhere", "x").build());

        assertThat(response.statusCode()).isEqualTo(418);
        assertThat(response.body()).isEqualTo("{\"tea\":\"Grüner Tee\"}");
        assertThat(response.headers().allValues("content-type")).containsExactly("application/json; charset=utf-8");
    }

    @Test
    void deletesNothingForAStatus() throws IOException {
        simulator.seed(1, 0, 0);
        simulator.answerNext(Answer.status(200, OK_BODY));

        assertThat(deleteFirst().body()).isEqualTo(OK_BODY);
        assertThat(simulator.deletions()).isEmpty();
    }

    @Test
    void respondsWith204WithoutABodyOrALength() throws IOException {
        simulator.answerAlways(Answer.status(204, ""));

        HttpResponse<String> response = deleteFirst();

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().map()).doesNotContainKey("content-length");
        assertThat(deleteFirst().statusCode()).isEqualTo(204);
        assertThat(simulator.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 100, 199, 1000})
    void refusesAStatusThatCannotEndAnExchange(int status) {
        assertThatIllegalArgumentException().isThrownBy(() -> Answer.status(status, ""));
    }

    @Test
    void addsHeadersToAnyResponseWithAHead() throws IOException {
        simulator.seed(1, 0, 0);
        simulator.answerNext(Answer.documented().header("x-request-id", "r-1").header("X-More", "2"));

        HttpResponse<String> response = deleteFirst();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("x-request-id")).hasValue("r-1");
        assertThat(response.headers().firstValue("x-more")).hasValue("2");
    }

    @Test
    void replacesAHeaderInAnyCase() throws IOException {
        simulator.answerNext(Answer.serverError().header("Content-Type", "text/plain"));

        assertThat(deleteFirst().headers().allValues("content-type")).containsExactly("text/plain");
    }

    @Test
    void leavesTheAnswerThatItCopiesUnchanged() throws IOException {
        Answer plain = Answer.serverError();
        plain.header("x-request-id", "r-1");
        simulator.answerNext(plain);

        assertThat(deleteFirst().headers().firstValue("x-request-id")).isEmpty();
    }

    @Test
    void closesTheConnectionIfAHeaderRequiresIt() throws IOException {
        simulator.answerNext(Answer.serverError().header("connection", "close"));
        try (RawClient raw = new RawClient(simulator)) {
            raw.send(raw.deletion("deleteClassification", classification("cls-1")));

            assertThat(raw.readToEnd()).startsWith("HTTP/1.1 500 Internal Server Error\r\n");
        }
    }

    @Test
    void sendsABodyThatIsChunkedAlreadyWithoutALength() throws IOException {
        simulator.answerNext(Answer.status(200, "2\r\n{}\r\n0\r\n\r\n").header("transfer-encoding", "chunked"));

        HttpResponse<String> response = deleteFirst();

        assertThat(response.body()).isEqualTo("{}");
        assertThat(response.headers().firstValue("content-length")).isEmpty();
    }

    @Test
    void sendsEvenAWrongLengthIfConfigured() throws IOException {
        simulator.answerNext(
                Answer.status(200, "{}").header("Content-Length", "1000").header("connection", "close"));
        try (RawClient raw = new RawClient(simulator)) {
            raw.send(raw.deletion("deleteClassification", classification("cls-1")));

            assertThat(raw.readToEnd())
                    .containsOnlyOnce("Length: 1000\r\n")
                    .doesNotContain("content-length")
                    .endsWith("\r\n\r\n{}");
        }
    }

    @ParameterizedTest
    @CsvSource({"'x y', v", "'', v", "x, 'a\r\nb: c'", "x, 'a\0'"})
    void refusesAHeaderThatWouldBeReadDifferently(String name, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Answer.documented().header(name, value));
    }

    @Test
    void refusesAHeaderWhereThereIsNoHead() {
        for (Answer answer :
                List.of(Answer.noResponse(), Answer.disconnectAfterDeleting(), Answer.rawBytes(new byte[0]))) {
            assertThatIllegalStateException().isThrownBy(() -> answer.header("x", "y"));
        }
    }

    @Test
    void sendsExactlyTheBytesAndClosesTheConnection() throws IOException {
        simulator.seed(1, 0, 0);
        simulator.answerNext(Answer.rawBytes("HTTP/1.1 200 Fine\nX:y\n\nzz".getBytes(US_ASCII)));
        try (RawClient raw = new RawClient(simulator)) {
            raw.send(raw.deletion("deleteClassification", classification("cls-1")));

            assertThat(raw.readToEnd()).isEqualTo("HTTP/1.1 200 Fine\nX:y\n\nzz");
            assertThat(simulator.deletions()).isEmpty();
        }
    }

    @Test
    void keepsItsOwnCopyOfTheBytes() throws IOException {
        byte[] bytes = {'a', 'b'};
        simulator.answerNext(Answer.rawBytes(bytes));
        bytes[0] = 'x';
        try (RawClient raw = new RawClient(simulator)) {
            raw.send(raw.deletion("deleteClassification", classification("cls-1")));

            assertThat(raw.readToEnd()).isEqualTo("ab");
        }
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 0", "PT2S, 2", "PT0.001S, 1", "PT1M0.5S, 61"})
    void limitsTheRateInWholeSeconds(Duration retryAfter, String seconds) throws IOException {
        simulator.seed(1, 0, 0);
        simulator.answerNext(Answer.rateLimited(retryAfter));

        HttpResponse<String> response = deleteFirst();

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().allValues("retry-after")).containsExactly(seconds);
        assertThat(response.body()).isEmpty();
        assertThat(simulator.deletions()).isEmpty();
    }

    @Test
    void refusesNegativeDurations() {
        Duration negative = Duration.ofNanos(-1);
        assertThatIllegalArgumentException().isThrownBy(() -> Answer.rateLimited(negative));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Answer.documented().delayedBy(negative));
    }

    @Test
    void respondsWithTheDocumentedServerErrorAndDeletesNothing() throws IOException {
        simulator.seed(1, 0, 0);
        simulator.answerNext(Answer.serverError());

        HttpResponse<String> response = deleteFirst();

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("{\"status\":\"error\",\"message\":\"Internal server error\"}");
        assertThat(simulator.deletions()).isEmpty();
    }

    @Test
    void respondsWithTheDocumentedBadRequestOfEachEndpoint() throws IOException {
        simulator.seed(1, 1, 1);
        simulator.answerAlways(Answer.documentedBadRequest());

        HttpResponse<String> ofClassification = deleteFirst();
        HttpResponse<String> ofBatch = client.delete("deleteBatch", batch("cls-1", "cls-1-batch-1"));
        HttpResponse<String> ofFiles =
                client.delete("deleteFiles", files("cls-1", "cls-1-batch-1", "cls-1-batch-1-file-1"));

        assertThat(List.of(ofClassification.statusCode(), ofBatch.statusCode(), ofFiles.statusCode()))
                .containsOnly(400);
        assertThat(ofClassification.body()).isEqualTo(OK_BODY);
        assertThat(ofBatch.body()).isEqualTo("{\"status\":\"success\",\"message\":\"Batch deleted\"}");
        assertThat(ofFiles.body()).isEqualTo("{\"status\":\"success\",\"message\":\"Files deleted\"}");
        assertThat(simulator.deletions()).isEmpty();
    }

    @Test
    void namesItselfWithoutItsContent() {
        assertThat(Answer.status(500, "secret").header("x", "secret")).hasToString("Answer[status 500]");
    }
}
