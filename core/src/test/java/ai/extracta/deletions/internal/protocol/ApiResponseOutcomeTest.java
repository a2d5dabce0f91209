package ai.extracta.deletions.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.TransportResponse;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The outcome of every status with every kind of body, against hand-written lists. */
class ApiResponseOutcomeTest {

    private static final BearerToken TOKEN = new BearerToken("key-key-key");

    private static final Set<Integer> REFUSING = IntStream.concat(
                    IntStream.of(400, 401, 402, 403, 404, 405, 406, 407, 409), IntStream.rangeClosed(410, 499))
            .boxed()
            .collect(Collectors.toSet());

    /** Bodies that say nothing of a success, or that leave no doubt that they do not. */
    private static final Set<Body> WITHOUT_CLAIM = EnumSet.of(
            Body.ERROR,
            Body.HTML,
            Body.EMPTY,
            Body.NO_STATUS,
            Body.EMPTY_SAID_TO_BE_ENCODED,
            Body.ERROR_SAID_TO_BE_ENCODED,
            Body.HTML_IN_NO_CODING);

    private static final Set<Body> CONFIRMING = EnumSet.of(Body.SUCCESS, Body.SUCCESS_SAID_TO_BE_ENCODED);

    @ParameterizedTest
    @EnumSource(Body.class)
    void everyStatusHasTheOutcomeOfTheTable(Body body) {
        Map<Integer, String> expected = new TreeMap<>();
        Map<Integer, String> actual = new TreeMap<>();
        for (int status = 100; status <= 599; status++) {
            expected.put(status, expected(status, body));
            actual.put(status, outcomeOf(new ResponseReader().read(body.response(status), TOKEN)));
        }

        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void theDocumented400ThatClaimsSuccessProvesNothing() {
        ApiResponse response = new ResponseReader()
                .read(
                        new TransportResponse(
                                400,
                                Headers.of("content-type", "application/json"),
                                StandardCharsets.UTF_8.encode(
                                        "{\n    \"status\": \"success\",\n    \"message\": \"Classification deleted\"\n}")),
                        TOKEN);

        assertThat(outcomeOf(response)).isEqualTo("UNKNOWN");
        assertThat(response.message()).isEqualTo("Classification deleted");
    }

    private static String expected(int status, Body body) {
        if (status == 204 || (status == 200 && CONFIRMING.contains(body))) {
            return "receipt";
        }
        return REFUSING.contains(status) && WITHOUT_CLAIM.contains(body) ? "REFUSED" : "UNKNOWN";
    }

    private static String outcomeOf(ApiResponse response) {
        if (response.confirmsDeletion()) {
            return "receipt";
        }
        assertThat(response.outcome()).isNotEqualTo(Outcome.NOT_SENT);
        return response.outcome().name();
    }

    private enum Body {
        SUCCESS("{\"status\":\"success\",\"message\":\"Batch deleted\"}"),
        ERROR("{\"status\":\"error\",\"message\":\"no\"}"),
        HTML("<html><body>Bad gateway</body></html>"),
        EMPTY(""),
        NO_STATUS("{\"message\":\"no\"}"),
        CUT_SUCCESS("{\"status\":\"success\",\"mess"),
        SUCCESS_WITH_TAIL("{\"status\":\"success\"}}"),
        CONTRADICTION("{\"status\":\"error\",\"status\":\"success\"}"),
        ENCODED("\u001f\u008b\b", "gzip"),
        EMPTY_SAID_TO_BE_ENCODED("", "gzip"),
        ERROR_SAID_TO_BE_ENCODED("{\"status\":\"error\"}", "gzip"),
        SUCCESS_SAID_TO_BE_ENCODED("{\"status\":\"success\"}", "br"),
        HTML_IN_NO_CODING("<html>", "utf-8");

        private final String text;
        private final String encoding;

        Body(String text) {
            this(text, "identity");
        }

        Body(String text, String encoding) {
            this.text = text;
            this.encoding = encoding;
        }

        TransportResponse response(int status) {
            return new TransportResponse(
                    status, Headers.of("content-encoding", encoding), StandardCharsets.UTF_8.encode(text));
        }
    }
}
