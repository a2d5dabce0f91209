package ai.extracta.deletions.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server or a library that repeats the key. */
class BearerTokenTest {

    private static final String KEY = "k3y/0123+456789=";

    @Test
    void theKeyIsRedactedInTheServersMessage() {
        assertThat(response("{\"status\":\"error\",\"message\":\"bad key " + KEY + " and " + KEY + "!\"}")
                        .message())
                .isEqualTo("bad key [redacted] and [redacted]!");
    }

    @Test
    void theKeyAndNothingElseIsRedactedInEveryHeaderValue() {
        Headers safe = response("{}", "X-Echo", "Bearer " + KEY, "x-other", "fine", "x-echo", KEY)
                .redactedHeaders();

        assertThat(safe)
                .isEqualTo(Headers.of("x-echo", "Bearer [redacted]", "x-other", "fine", "x-echo", "[redacted]"));
        assertThat(safe.names()).containsExactly("X-Echo", "x-other");
    }

    @Test
    void theKeyIsRedactedInHeaderNamesToo() {
        assertThat(response("{}", "X-" + KEY, "1").redactedHeaders()).isEqualTo(Headers.of("x-[redacted]", "1"));
    }

    @Test
    void theKeyIsRedactedInTheProblemWithTheBody() {
        assertThat(response("\u001f", "content-encoding", "gzip, " + KEY).problem())
                .isEqualTo("its body is encoded as gzip, [redacted], which was not requested");
    }

    @Test
    void theKeyIsRedactedInTheRequestId() {
        assertThat(response("{}", "x-request-id", "r-" + KEY).requestId()).isEqualTo("r-[redacted]");
    }

    @Test
    void theKeyIsRedactedInTheExcerpt() {
        assertThat(response("<p>" + KEY + "</p>").excerpt()).isEqualTo("<p>[redacted]</p>");
    }

    @ParameterizedTest
    @ValueSource(ints = {1009, 1010, 1016, 1023})
    void aKeyAcrossTheEndOfTheExcerptIsRedacted(int before) {
        String excerpt = response("x".repeat(before) + KEY + "y".repeat(100)).excerpt();

        assertThat(excerpt).hasSize(1024).startsWith("x".repeat(before) + "[").doesNotContain("k3y");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "k3y\\/0123+456789=",
                "k3y/0123\\u002B456789\\u003d",
                "\\u006b3y\\u002F0123+456789=",
                "k3y%2F0123%2b456789%3D",
                "K3Y/0123+456789="
            })
    void aKeyWithEscapesOrInUpperCaseIsRedactedInTheExcerpt(String escaped) {
        assertThat(response("{\"error\":\"bad key " + escaped + "\"}").excerpt())
                .isEqualTo("{\"error\":\"bad key [redacted]\"}");
    }

    @Test
    void aKeyWithQuotesAndBackslashesIsRedactedInItsJsonForm() {
        String key = "k3y\"012\\345678";

        assertThat(responseTo(key, "{\"error\":\"k3y\\\"012\\\\345678\"}").excerpt())
                .isEqualTo("{\"error\":\"[redacted]\"}");
    }

    @Test
    void aTextThatIsNothingButTheKeyIsRedacted() {
        assertThat(new BearerToken(KEY).redact(KEY)).isEqualTo("[redacted]");
    }

    @Test
    void aKeyThatLooksLikeAPatternIsTakenLiterally() {
        assertThat(new BearerToken(".*.*.*.*").redact("abcdefgh .*.*.*.* \\Q.*\\E"))
                .isEqualTo("abcdefgh [redacted] \\Q.*\\E");
        assertThat(new BearerToken("$1$2\\E\\Q$3").redact("$1$2\\E\\Q$3 x")).isEqualTo("[redacted] x");
    }

    @Test
    void textThatOnlyResemblesTheKeyIsLeftAlone() {
        assertThat(response("k3y/0123-456789= k3y/0123+456789 k3y/0123").excerpt())
                .isEqualTo("k3y/0123-456789= k3y/0123+456789 k3y/0123");
    }

    @ParameterizedTest
    @CsvSource({"1234567, a 1234567 b", "12345678, a [redacted] b"})
    void aKeyOfFewerThanEightCharactersIsNoSecret(String key, String expected) {
        String text = "a " + key + " b";
        TransportException failure = new TransportException(Kind.CONNECT, true, text);

        assertThat(new BearerToken(key).redact(text)).isEqualTo(expected);
        assertThat(new BearerToken(key).redact(Headers.of("x", text))).isEqualTo(Headers.of("x", expected));
        assertThat(new BearerToken(key).redact(failure)).hasMessage(expected);
    }

    @Test
    void aFailureThatDoesNotRepeatTheKeyIsKept() {
        TransportException failure = TransportException.of(new IOException("reset"), true);

        assertThat(new BearerToken(KEY).redact(failure)).isSameAs(failure);
    }

    @Test
    void aFailureWithoutAMessageIsKept() {
        TransportException failure = new TransportException(Kind.CLOSED, false, null);

        assertThat(new BearerToken(KEY).redact(failure)).isSameAs(failure);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFailureThatRepeatsTheKeyIsTheSameWithoutIt(boolean maybeSent) {
        TransportException failure = new TransportException(
                Kind.PROTOCOL, maybeSent, "bad header Bearer " + KEY, new IllegalArgumentException(KEY));

        TransportException safe = new BearerToken(KEY).redact(failure);

        assertThat(safe).hasMessage("bad header Bearer [redacted]");
        assertThat(safe.kind()).isEqualTo(Kind.PROTOCOL);
        assertThat(safe.maybeSent()).isEqualTo(maybeSent);
        assertThat(traceOf(safe)).doesNotContain(KEY);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 40})
    void aKeyInACauseHoweverDeepIsNotPrinted(int depth) {
        Throwable cause = new IOException("Bearer " + KEY);
        for (int i = 1; i < depth; i++) {
            cause = new IllegalStateException("wrapped", cause);
        }

        assertThat(traceOf(new BearerToken(KEY).redact(new TransportException(Kind.PROTOCOL, true, "odd", cause))))
                .contains("odd")
                .doesNotContain(KEY);
    }

    @Test
    void aKeyInASuppressedFailureIsNotPrinted() {
        IOException cause = new IOException("reset");
        cause.addSuppressed(new IllegalStateException("while closing", new IOException("Bearer " + KEY)));

        assertThat(traceOf(new BearerToken(KEY).redact(TransportException.of(cause, true))))
                .contains("reset")
                .doesNotContain(KEY);
    }

    @Test
    void causesThatFormACycleAreVisitedOnce() {
        Exception one = new IllegalStateException("one");
        Exception two = new IllegalStateException("two", one);
        one.initCause(two);
        TransportException failure = TransportException.of(one, true);

        assertThat(new BearerToken(KEY).redact(failure)).isSameAs(failure);
    }

    private static String traceOf(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    private static ApiResponse response(String body, String... headers) {
        return responseTo(KEY, body, headers);
    }

    private static ApiResponse responseTo(String key, String body, String... headers) {
        return new ResponseReader()
                .read(
                        new TransportResponse(401, Headers.of(headers), StandardCharsets.UTF_8.encode(body)),
                        new BearerToken(key));
    }
}
