package ai.extracta.deletions.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportRequestTest {

    private static final URI URI_OF_BATCH = URI.create("https://api.example/v1/deleteBatch");

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "delete", "M-SEARCH", "x!#$%&'*+-.^_`|~09AZ"})
    void aTokenIsAMethod(String method) {
        assertThat(request(method, URI_OF_BATCH, Headers.of()).method()).isEqualTo(method);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "DELETE ",
                "DEL ETE",
                "DELETE\r\n",
                "GET / HTTP/1.1",
                "D\u00c9L",
                "a(b",
                "a@b",
                "{",
                "\u0000",
                "\u007f"
            })
    void anyOtherMethodIsRefused(String method) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request(method, URI_OF_BATCH, Headers.of()))
                .withMessage("the method is not an HTTP token (RFC 9110 section 5.6.2)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a:", "a\r\nb", "\u00e9"})
    void aHeaderNameThatIsNotATokenIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request("DELETE", URI_OF_BATCH, Headers.of(name, "v")))
                .withMessage("the header name is not an HTTP token (RFC 9110 section 5.6.2)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\u0000", "\r\n"})
    void aLineBreakOrNulInAHeaderIsRefusedByItsIndexAndTheValueIsNotRepeated(String character) {
        Headers headers = Headers.of("accept", "fine", "authorization", "Bearer secret" + character + "more");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> request("DELETE", URI_OF_BATCH, headers))
                .withMessage("the value of header authorization has CR, LF or NUL at index 13; remove it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\tb", "caf\u00e9", "v"})
    void anyOtherHeaderValueIsAccepted(String value) {
        assertThatNoException().isThrownBy(() -> request("DELETE", URI_OF_BATCH, Headers.of("x", value)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deleteBatch",
                "/v1/deleteBatch",
                "//api.example/v1",
                "ftp://api.example/v1",
                "https:api.example",
                "https:///v1",
                "mailto:a@b.example",
                "file:/etc/hosts",
                "https://under_score/v1"
            })
    void aUriThatIsNotAbsoluteHttpIsRefused(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request("DELETE", URI.create(uri), Headers.of()))
                .withMessageStartingWith("the URI must be absolute, http or https, with a host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080", "HTTPS://api.example/v1?q#f", "http://[::1]:1/"})
    void anAbsoluteHttpUriIsAccepted(String uri) {
        assertThat(request("DELETE", URI.create(uri), Headers.of()).uri()).hasToString(uri);
    }

    @Test
    void aMissingPartIsRefused() {
        ByteBuffer body = ByteBuffer.allocate(0);

        assertThatNullPointerException().isThrownBy(() -> request(null, URI_OF_BATCH, Headers.of()));
        assertThatNullPointerException().isThrownBy(() -> request("DELETE", null, Headers.of()));
        assertThatNullPointerException().isThrownBy(() -> request("DELETE", URI_OF_BATCH, null));
        assertThatNullPointerException()
                .isThrownBy(() -> new TransportRequest("DELETE", URI_OF_BATCH, Headers.of(), null));
        assertThatNullPointerException()
                .isThrownBy(() -> new TransportRequest("DELETE", URI_OF_BATCH, Headers.of(), body, null))
                .withMessage("listener");
    }

    @Test
    void withoutAListenerNobodyListens() {
        TransportRequest request = request("DELETE", URI_OF_BATCH, Headers.of());

        assertThat(request.listener()).isSameAs(SendListener.NONE);
        assertThatNoException().isThrownBy(() -> {
            request.listener().withheld();
            request.listener().sending();
        });
    }

    @Test
    void eachViewOfTheBodyIsReadFromItsBeginning() {
        TransportRequest request = request("DELETE", URI_OF_BATCH, Headers.of());

        ByteBuffer first = request.body();
        first.get(new byte[first.remaining()]);

        assertThat(StandardCharsets.UTF_8.decode(request.body()).toString()).isEqualTo("{\"batchId\":\"b-1\"}");
    }

    @Test
    void readingTheGivenBufferLaterChangesNothing() {
        ByteBuffer given = StandardCharsets.UTF_8.encode("{}");
        TransportRequest request = new TransportRequest("DELETE", URI_OF_BATCH, Headers.of(), given);

        given.get();

        assertThat(request.body().remaining()).isEqualTo(2);
    }

    @Test
    void theBodyCannotBeChangedThroughAView() {
        assertThat(request("DELETE", URI_OF_BATCH, Headers.of()).body().isReadOnly())
                .isTrue();
    }

    @Test
    void textShowsNeitherHeaderValuesNorTheBody() {
        assertThat(request("DELETE", URI_OF_BATCH, Headers.of("authorization", "Bearer secret")))
                .hasToString("TransportRequest[DELETE https://api.example/v1/deleteBatch, headers=[authorization],"
                        + " body=17 bytes]");
    }

    private static TransportRequest request(String method, URI uri, Headers headers) {
        return new TransportRequest(method, uri, headers, StandardCharsets.UTF_8.encode("{\"batchId\":\"b-1\"}"));
    }
}
