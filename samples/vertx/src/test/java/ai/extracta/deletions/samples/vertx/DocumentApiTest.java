package ai.extracta.deletions.samples.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.extracta.deletions.testsupport.SimulatorExtension;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API refuses, and why. */
class DocumentApiTest {

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    private ServiceUnderTest service;

    @BeforeEach
    void start() {
        service = ServiceUnderTest.on(api.simulator());
    }

    @AfterEach
    void close() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?olderThan=",
                "?olderThan=30",
                "?olderThan=P1M",
                "?olderThan=PT0S",
                "?olderThan=-P30D",
                "?olderThan=P36501D"
            })
    void erasesNothingWithoutAValidAge(String query) {
        service.register("f", 1);

        HttpResponse<String> response = service.erase(query);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error(response)).contains("olderThan");
        assertThat(api.simulator().requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ``                                                                          | not a JSON object
                    null                                                                        | not a JSON object
                    {}                                                                          | classificationId
                    no json                                                                     | not a JSON object
                    []                                                                          | not a JSON object
                    {"classificationId":"c","batchId":"b","uploadedAt":"2026-01-31T12:00:00Z"}  | fileId
                    {"classificationId":"c","batchId":" ","fileId":"f","uploadedAt":"2026-01-31T12:00:00Z"} | batchId
                    {"classificationId":"c","batchId":"b","fileId":7,"uploadedAt":"2026-01-31T12:00:00Z"}   | fileId
                    {"classificationId":"c","batchId":"b","fileId":"f","uploadedAt":"yesterday"} | yesterday
                    """)
    void registersOnlyCompleteUploads(String body, String problem) {
        HttpResponse<String> response = service.register(body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error(response)).contains(problem);
    }

    @Test
    void registersAFileOnce() {
        String upload = """
                {"classificationId":"c","batchId":"b","fileId":"f","uploadedAt":"2026-01-31T12:00:00Z"}""";
        assertThat(service.register(upload).statusCode()).isEqualTo(201);

        HttpResponse<String> response = service.register(upload.replace("2026", "2020"));

        assertThat(response.statusCode()).isEqualTo(409);
    }

    @Test
    void readsNoMoreOfABodyThanItsLimit() {
        assertThat(service.register(" ".repeat(100_000)).statusCode()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/documents?state=GONE", "/documents?after=x"})
    void listsNothingItWasNotAskedFor(String path) {
        assertThat(service.get(path).statusCode()).isEqualTo(400);
    }

    @Test
    void isHealthyBeforeItsFirstRun() {
        assertThat(new JsonObject(service.get("/health").body()))
                .isEqualTo(new JsonObject().put("status", "UP").put("running", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EXTRACTA_API_KEY", "EXTRACTA_BASE_URL"})
    void halfANameOfAServerIsNotASimulator(String variable) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceSettings.namesServer(Map.of(variable, "value")))
                .withMessageContaining("both");
    }

    private static String error(HttpResponse<String> response) {
        return new JsonObject(response.body()).getString("error");
    }
}
