package ai.extracta.deletions.error;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The content of the messages: the outcome first, then what happened, then what to do. */
class DeletionExceptionMessageTest {

    private static final DeletionRequest REQUEST = new DeleteBatch("c-private", "b-private");

    @Test
    void aRefusalStatesThatNothingWasDeletedAndQuotesTheServer() {
        assertThat(response(Outcome.REFUSED, 1, 422, "no such batch"))
                .hasMessage("not deleted (REFUSED): the server responded with 422: \"no such batch\"");
    }

    @Test
    void anUnknownOutcomeStatesThatItMayHaveHappened() {
        assertThat(response(Outcome.UNKNOWN, 1, 500, "Internal server error"))
                .hasMessage("may or may not be deleted (UNKNOWN): the server responded with 500: \"Internal server"
                        + " error\"");
    }

    @Test
    void anEmptyServerMessageIsNotQuoted() {
        assertThat(response(Outcome.UNKNOWN, 1, 502, ""))
                .hasMessage("may or may not be deleted (UNKNOWN): the server responded with 502");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\r\nb", "a\u0085b", "a\u2028b", "a\u2029b", "a\u001b\tb"})
    void aServerMessageCannotInjectALogLine(String message) {
        assertThat(response(Outcome.REFUSED, 1, 422, message))
                .hasMessage("not deleted (REFUSED): the server responded with 422: \"a b\"")
                .extracting(ResponseException::serverMessage)
                .isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\r\nb", "a\u0085b", "a\u2028b", "a\u2029b", "a\u001b\tb"})
    void noOtherServerTextCanInjectALogLine(String text) {
        TransportException lost = new TransportException(Kind.PROTOCOL, true, text);

        assertThat(new TransportFailedException(REQUEST, Outcome.UNKNOWN, 1, lost))
                .hasMessage("may or may not be deleted (UNKNOWN): a b");
        assertThat(new UnreadableResponseException(REQUEST, Outcome.UNKNOWN, 1, 200, Headers.of(), "", text))
                .hasMessage("may or may not be deleted (UNKNOWN): the server responded with 200, but a b");
    }

    @Test
    void aLongServerMessageIsTruncated() {
        assertThat(response(Outcome.REFUSED, 1, 422, "x".repeat(200)))
                .message()
                .endsWith(": \"" + "x".repeat(200) + "\"");
        assertThat(response(Outcome.REFUSED, 1, 422, "x".repeat(100_000)))
                .message()
                .endsWith(": \"" + "x".repeat(200) + "...\"");
    }

    @Test
    void moreThanOneAttemptIsCounted() {
        assertThat(response(Outcome.UNKNOWN, 3, 500, ""))
                .hasMessage("may or may not be deleted (UNKNOWN) after 3 attempts: the server responded with 500");
    }

    @ParameterizedTest
    @CsvSource({
        "300, '; redirects are never followed, check the base URI'",
        "301, '; redirects are never followed, check the base URI'",
        "399, '; redirects are never followed, check the base URI'",
        "400, '; check the ids, and that no gateway drops the body of a DELETE'",
        "411, '; check the ids, and that no gateway drops the body of a DELETE'",
        "401, '; check the API key'",
        "403, '; check the API key'",
        "404, '; check the ids and the base URI'",
        "429, '; too many calls, lower maxInFlight or raise the deadline'",
    })
    void aStatusWithAKnownReasonComesWithAdvice(int status, String advice) {
        assertThat(response(Outcome.UNKNOWN, 1, status, ""))
                .message()
                .endsWith("the server responded with " + status + advice);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 200, 202, 299, 402, 405, 408, 410, 422, 500, 503})
    void anyOtherStatusComesWithoutAdvice(int status) {
        assertThat(response(Outcome.UNKNOWN, 1, status, "")).message().endsWith("the server responded with " + status);
    }

    @Test
    void anUnreadableResponseStatesWhatCannotBeRead() {
        assertThat(new UnreadableResponseException(
                        REQUEST, Outcome.UNKNOWN, 2, 200, Headers.of(), "<html>", "its body is not JSON"))
                .hasMessage(
                        "may or may not be deleted (UNKNOWN) after 2 attempts: the server responded with 200, but its"
                                + " body is not JSON");
    }

    @Test
    void aFailedTransportStatesTheCause() {
        assertThat(new TransportFailedException(
                        REQUEST, Outcome.NOT_SENT, 1, new TransportException(Kind.DNS, false, "no such host")))
                .hasMessage("not deleted (NOT_SENT): no such host");
    }

    @Test
    void aRejectedCallStatesTheReason() {
        assertThat(new CallRejectedException(REQUEST, "the client is closed", null))
                .hasMessage("not deleted (NOT_SENT): the client is closed");
    }

    @Test
    void noMessageNamesAnId() {
        assertThat(response(Outcome.REFUSED, 1, 404, "").getMessage()).doesNotContain("private");
        assertThat(new CallRejectedException(REQUEST, "closed", null).toString())
                .doesNotContain("private");
        assertThat(new TransportFailedException(
                                REQUEST, Outcome.UNKNOWN, 1, new TransportException(Kind.TIMEOUT, true, "late"))
                        .toString())
                .doesNotContain("private");
    }

    private static ResponseException response(Outcome outcome, int attempts, int status, String serverMessage) {
        return new ResponseException(REQUEST, outcome, attempts, status, serverMessage, Headers.of(), "");
    }
}
