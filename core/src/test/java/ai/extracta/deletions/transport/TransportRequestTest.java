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
import org.junit.jupiter.params.provider.CsvSource;
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
    @ValueSource(strings = {"\r", "\n", "\u0000", "\r\n", "\u0001", "\b", "\u000b", "\u001b", "\u001f", "\u007f"})
    void aControlCharacterInAHeaderIsRefusedByItsIndexAndTheValueIsNotRepeated(String character) {
        isRefusedAtIndex13(character);
    }

    /** A header field is bytes: an HTTP client would send something else in its place, such as a question mark. */
    @ParameterizedTest
    @ValueSource(strings = {"\u0100", "\u20ac", "\u010a", "\uff0d", "\ud83d\ude00", "\ud83d"})
    void aCharacterThatIsNoByteOnTheWireIsRefusedByItsIndexAndTheValueIsNotRepeated(String character) {
        isRefusedAtIndex13(character);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\tb", "caf\u00e9", "\u0080\u00ff", "~", "v"})
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
                "https://under_score/v1",
                "ftp://user:secret@api.example/v1",
                "https://user:secret@under_score/v1"
            })
    void aUriThatIsNotAbsoluteHttpIsRefusedAndNotRepeated(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request("DELETE", URI.create(uri), Headers.of()))
                .withMessage("the URI must be absolute, http or https, with a host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://user:secret@api.example/v1", "http://secret@localhost", "https://@api.example/v1"})
    void aUriWithAUserIsRefusedAndNotRepeated(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request("DELETE", URI.create(uri), Headers.of()))
                .withMessage("the URI must not hold a user or password; set a header");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://api.example/v1#secret", "https://api.example/v1?q#", "http://localhost#f"})
    void aUriWithAFragmentWhichIsNeverSentIsRefusedAndNotRepeated(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request("DELETE", URI.create(uri), Headers.of()))
                .withMessage("the URI must not have a fragment (#..), which is never sent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080", "HTTPS://api.example/v1?q", "http://[::1]:1/"})
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
    void theDefaultListenerDoesNothing() {
        TransportRequest request = request("DELETE", URI_OF_BATCH, Headers.of());

        assertThat(request.listener()).isSameAs(SendListener.NOOP);
        assertThatNoException().isThrownBy(() -> {
            request.listener().pending();
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

    @ParameterizedTest
    @CsvSource({
        "http://api.example/v1/a,           false, api.example, 80,   /v1/a",
        "HTTPS://api.example/v1/a,          true,  api.example, 443,  /v1/a",
        "https://api.example:80/v1/a,       true,  api.example, 80,   /v1/a",
        "http://api.example,                false, api.example, 80,   /",
        "http://api.example?x=%2F,          false, api.example, 80,   /?x=%2F",
        "http://127.0.0.1:8080/a%20b/?x=1,  false, 127.0.0.1,   8080, /a%20b/?x=1",
        "https://[::1]:8443//a,             true,  ::1,         8443, //a"
    })
    void exposesThePartsOfItsUri(URI uri, boolean secure, String host, int port, String target) {
        TransportRequest request = request("DELETE", uri, Headers.of());

        assertThat(request.isSecure()).isEqualTo(secure);
        assertThat(request.host()).isEqualTo(host);
        assertThat(request.port()).isEqualTo(port);
        assertThat(request.target()).isEqualTo(target);
    }

    @Test
    void textShowsNeitherHeaderValuesNorTheBody() {
        assertThat(request("DELETE", URI_OF_BATCH, Headers.of("authorization", "Bearer secret")))
                .hasToString("TransportRequest[DELETE https://api.example/v1/deleteBatch, headers=[authorization],"
                        + " body=17 bytes]");
    }

    private static void isRefusedAtIndex13(String character) {
        Headers headers = Headers.of("accept", "fine", "authorization", "Bearer secret" + character + "more");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> request("DELETE", URI_OF_BATCH, headers))
                .withMessage("the value of header authorization has a character at index 13 that cannot be sent in a"
                        + " header (RFC 9110 section 5.5); remove it");
    }

    private static TransportRequest request(String method, URI uri, Headers headers) {
        return new TransportRequest(method, uri, headers, StandardCharsets.UTF_8.encode("{\"batchId\":\"b-1\"}"));
    }
}
