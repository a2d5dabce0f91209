package ai.extracta.deletions.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.TransportResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiResponseTest {

    private static final String KEY = "k3y-0123456789";
    private static final BearerToken TOKEN = new BearerToken(KEY);
    private static final String SUCCESS = "{\"status\":\"success\",\"message\":\"Batch deleted\"}";

    @Test
    void aSuccessIsReadableAndHasTheServersMessage() {
        ApiResponse response = response(200, SUCCESS);

        assertThat(response.confirmsDeletion()).isTrue();
        assertThat(response.isUnreadable()).isFalse();
        assertThat(response.problem()).isEmpty();
        assertThat(response.message()).isEqualTo("Batch deleted");
        assertThat(response.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not read", "{\"status\":\"error\",\"message\":\"no\"}"})
    void theBodyOf204IsNotRead(String body) {
        ApiResponse response = response(204, body);

        assertThat(response.confirmsDeletion()).isTrue();
        assertThat(response.message()).isEmpty();
        assertThat(response.problem()).isEmpty();
        assertThat(response.isUnreadable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 400, 404, 500})
    void onlyA200WithABodyThatCannotBeReadIsUnreadable(int status) {
        ApiResponse response = response(status, "<html>");

        assertThat(response.isUnreadable()).isEqualTo(status == 200);
        assertThat(response.problem()).isEqualTo("its body is not JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "deflate, gzip", "zstd"})
    void anEncodedBodyIsNotReadAndNamedAsSuch(String encoding) {
        ApiResponse response = response(200, "\u001f\u008b", "Content-Encoding", encoding);

        assertThat(response.confirmsDeletion()).isFalse();
        assertThat(response.isUnreadable()).isTrue();
        assertThat(response.message()).isEmpty();
        assertThat(response.problem()).isEqualTo("its body is encoded as " + encoding + ", which was not requested");
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "Identity", " identity ", "utf-8", "none", "", "gzip"})
    void aBodyThatReadsAsJsonIsNotEncodedWhateverTheHeaderSays(String encoding) {
        assertThat(response(200, SUCCESS, "content-encoding", encoding).confirmsDeletion())
                .isTrue();
        assertThat(response(404, "{}", "content-encoding", encoding).outcome()).isEqualTo(Outcome.REFUSED);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`text/plain; charset=ISO-8859-1`",
                "`text/plain;charset=iso-8859-1`",
                "`text/plain; Charset=\"latin1\"; v=2`",
                "`text/plain; v=2; charset=ISO-8859-1 ; w=3`"
            })
    void theCharsetOfTheContentTypeIsBelieved(String contentType) {
        byte[] body = "{\"status\":\"error\",\"message\":\"supprim\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        ApiResponse response = new ResponseReader()
                .read(
                        new TransportResponse(404, Headers.of("content-type", contentType), ByteBuffer.wrap(body)),
                        TOKEN);

        assertThat(response.message()).isEqualTo("supprim\u00e9");
        assertThat(response.excerpt()).contains("supprim\u00e9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "text/html; charset=", "a/b; charset=no-such", "a/b; charset=\"??\"", "", ";"
            })
    void withoutACharsetThatThisJvmKnowsItIsUtf8(String contentType) {
        assertThat(response(404, "{\"status\":\"error\",\"message\":\"\u65e5\"}", "content-type", contentType)
                        .message())
                .isEqualTo("\u65e5");
    }

    @Test
    void anExcerptIsTheWholeOfAShortBody() {
        assertThat(response(500, "x".repeat(1024)).excerpt()).isEqualTo("x".repeat(1024));
        assertThat(response(500, "").excerpt()).isEmpty();
    }

    @Test
    void anExcerptOfALongBodyIsItsFirst1024Characters() {
        assertThat(response(500, "a" + "\u65e5".repeat(1 << 18)).excerpt()).isEqualTo("a" + "\u65e5".repeat(1023));
    }

    @Test
    void anExcerptCanBeTakenTwice() {
        ApiResponse response = response(500, "once");

        assertThat(response.excerpt()).isEqualTo("once").isEqualTo(response.excerpt());
    }

    @Test
    void invalidBytesAreShownAsReplacementCharacters() {
        ApiResponse response = new ResponseReader()
                .read(
                        new TransportResponse(500, Headers.of(), ByteBuffer.wrap(new byte[] {'a', (byte) 0xff, 'b'})),
                        TOKEN);

        assertThat(response.excerpt()).isEqualTo("a\ufffdb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-request-id", "request-id", "X-Correlation-ID", "x-amzn-RequestId"})
    void theRequestIdIsFoundUnderItsUsualNames(String name) {
        assertThat(response(200, SUCCESS, name, "r-1").requestId()).isEqualTo("r-1");
    }

    @Test
    void xRequestIdIsPreferred() {
        assertThat(response(200, SUCCESS, "x-correlation-id", "c", "request-id", "r", "x-request-id", "x")
                        .requestId())
                .isEqualTo("x");
        assertThat(response(200, SUCCESS, "x-amzn-requestid", "a", "x-correlation-id", "c")
                        .requestId())
                .isEqualTo("c");
    }

    @Test
    void withoutOneTheRequestIdIsEmpty() {
        assertThat(response(200, SUCCESS).requestId()).isEmpty();
    }

    @Test
    void retryAfterIsReadFromTheHeaders() {
        assertThat(response(429, "{}", "Retry-After", "7").retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(response(429, "{}").retryAfter()).isEmpty();
    }

    private static ApiResponse response(int status, String body, String... headers) {
        return new ResponseReader()
                .read(new TransportResponse(status, Headers.of(headers), StandardCharsets.UTF_8.encode(body)), TOKEN);
    }
}
