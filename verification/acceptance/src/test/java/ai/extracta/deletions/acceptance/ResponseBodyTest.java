package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.error.UnreadableResponseException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testsupport.RawResponses;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.testsupport.SocketServer;
import ai.extracta.deletions.testsupport.TransportType;
import ai.extracta.deletions.transport.TransportException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What the body of a response proves, and what it does not. */
class ResponseBodyTest {

    private static final int MEBIBYTE = 1 << 20;

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    static Stream<Arguments> unreadable() {
        return TransportType.each(List.of(
                "",
                " ",
                "OK",
                "null",
                "[]",
                "\"success\"",
                "<html></html>",
                "{}",
                "{\"message\":\"Classification deleted\"}",
                "{\"status\":null,\"message\":\"Classification deleted\"}",
                "{\"status\":200}",
                "{\"status\":true}",
                "{\"status\":[\"success\"]}",
                "{\"status\":{\"status\":\"success\"}}",
                "{\"data\":{\"status\":\"success\"}}",
                "{\"Status\":\"success\"}",
                "{\"status\":\"success\"",
                "{\"status\":\"success\"}}",
                "{\"status\":\"success\"} and more",
                "{\"status\":\"success\"}{\"status\":\"error\"}",
                "{\"status\":\"error\",\"status\":\"success\"}"));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("unreadable")
    void isUnknownWhenItCannotBeRead(TransportType transport, String body) {
        api.simulator().answerNext(Answer.status(200, body));

        StepVerifier.create(call(transport))
                .expectErrorSatisfies(failure -> {
                    isUnreadable(failure);
                    assertThat(((ResponseException) failure).body()).isEqualTo(body);
                })
                .verify(SimulatorExtension.TIMEOUT);
    }

    static Stream<Arguments> denials() {
        return TransportType.each(List.of("error", "Success", "success ", "pending", ""));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("denials")
    void isUnknownWhenItReportsAnythingButSuccess(TransportType transport, String status) {
        api.simulator()
                .answerNext(Answer.status(200, "{\"status\":\"" + status + "\",\"message\":\"Could not delete\"}"));

        StepVerifier.create(call(transport))
                .expectErrorSatisfies(failure -> {
                    assertThat(failure).isExactlyInstanceOf(ResponseException.class);
                    ResponseException failed = (ResponseException) failure;
                    assertThat(failed.outcome()).isEqualTo(Outcome.UNKNOWN);
                    assertThat(failed.status()).isEqualTo(200);
                    assertThat(failed.serverMessage()).isEqualTo("Could not delete");
                })
                .verify(SimulatorExtension.TIMEOUT);
    }

    static Stream<Arguments> successes() {
        return TransportType.each(List.of(
                RawResponses.SUCCESS,
                "{\"message\":\"Classification deleted\",\"status\":\"success\"}",
                "\n {\"status\": \"success\", \"message\" : \"Classification deleted\"}\r\n",
                "{\"requestId\":1,\"status\":\"success\",\"data\":[{\"status\":\"error\"}],"
                        + "\"message\":\"Classification deleted\",\"took\":1.5}"));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("successes")
    void isConfirmedWhateverElseItContains(TransportType transport, String body) {
        api.simulator().answerNext(Answer.status(200, body));

        confirms(transport, "Classification deleted");
    }

    @EachTransport
    void isConfirmedWithoutAMessage(TransportType transport) {
        api.simulator().answerNext(Answer.status(200, "{\"status\":\"success\",\"message\":null}"));

        confirms(transport, "");
    }

    @EachTransport
    void isReadWithAByteOrderMark(TransportType transport) {
        api.simulator().answerNext(Answer.status(200, "\ufeff" + RawResponses.SUCCESS));

        confirms(transport, "Classification deleted");
    }

    static Stream<Arguments> charsets() {
        return TransportType.each(List.of("utf-8", "\"UTF-8\"", "iso-8859-1", "utf-16", "utf-16le", "windows-1252"));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("charsets")
    void isReadInTheCharsetItIsWrittenIn(TransportType transport, String charset) {
        byte[] body =
                "{\"status\":\"success\",\"message\":\"effacé\"}".getBytes(Charset.forName(charset.replace("\"", "")));
        api.simulator().answerNext(RawResponses.ok("content-type: application/json; charset=" + charset, body));

        confirms(transport, "effacé");
    }

    @EachTransport
    void isReadAsUtf8WithoutACharset(TransportType transport) {
        byte[] body = "{\"status\":\"success\",\"message\":\"gelöscht 🗑\"}".getBytes(StandardCharsets.UTF_8);
        api.simulator().answerNext(RawResponses.ok("content-type: application/json", body));

        confirms(transport, "gelöscht 🗑");
    }

    @EachTransport
    void isUnknownWhenItIsCompressed(TransportType transport) throws IOException {
        api.simulator().answerNext(RawResponses.ok("content-encoding: gzip", gzip(RawResponses.SUCCESS)));

        StepVerifier.create(call(transport))
                .expectErrorSatisfies(ResponseBodyTest::isUnreadable)
                .verify(SimulatorExtension.TIMEOUT);
    }

    @EachTransport
    void isReadUpToTheLastByteOfAMebibyte(TransportType transport) {
        api.simulator().answerNext(Answer.status(200, RawResponses.successOf(MEBIBYTE)));

        StepVerifier.create(call(transport))
                .assertNext(receipt -> assertThat(receipt.message()).matches("x+"))
                .expectComplete()
                .verify(SimulatorExtension.TIMEOUT);
    }

    @EachTransport
    void isDroppedWithItsConnectionWhenItAnnouncesOneByteMore(TransportType transport) {
        api.simulator().answerNext(Answer.status(200, RawResponses.successOf(MEBIBYTE + 1)));

        isDroppedAsTooLarge(transport);
    }

    @EachTransport
    void isDroppedWithItsConnectionWhenItHasOneByteMore(TransportType transport) {
        String chunk = Integer.toHexString(MEBIBYTE + 1) + "\r\n" + RawResponses.successOf(MEBIBYTE + 1) + "\r\n";
        api.simulator().answerNext(Answer.status(200, chunk).header("transfer-encoding", "chunked"));

        isDroppedAsTooLarge(transport);
    }

    @EachTransport
    void isNotReadForEver(TransportType transport) throws IOException {
        AtomicLong written = new AtomicLong();
        CountDownLatch dropped = new CountDownLatch(1);
        try (SocketServer server = SocketServer.start(connection -> writeForEver(connection, written, dropped))) {
            URI uri = URI.create("http://127.0.0.1:" + server.port());

            StepVerifier.create(api.client(transport, builder -> builder.baseUri(uri))
                            .deleteClassification("cls-1"))
                    .expectErrorSatisfies(ResponseBodyTest::isTooLarge)
                    .verify(SimulatorExtension.TIMEOUT);
            assertThat(dropped).satisfies(ResponseBodyTest::isReachedInTime);
            assertThat(written.get()).isLessThan(64L * MEBIBYTE);
        }
    }

    private static void writeForEver(Socket connection, AtomicLong written, CountDownLatch dropped) throws IOException {
        SocketServer.read(connection.getInputStream());
        SocketServer.write(connection, "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
        String chunk = "10000\r\n" + " ".repeat(0x10000) + "\r\n";
        try {
            while (written.addAndGet(chunk.length()) < Integer.MAX_VALUE) {
                SocketServer.write(connection, chunk);
            }
        } finally {
            dropped.countDown();
        }
    }

    private static void isReachedInTime(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    }

    static Stream<Arguments> interim() {
        return TransportType.each(
                List.of("HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nlink: </style.css>\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("interim")
    void isReadAfterAnInterimResponse(TransportType transport, String interim) {
        String head = "HTTP/1.1 200 OK\r\ncontent-length: " + RawResponses.SUCCESS.length() + "\r\n\r\n";
        api.simulator()
                .answerNext(RawResponses.raw(interim + head, RawResponses.SUCCESS.getBytes(StandardCharsets.UTF_8)));

        confirms(transport, "Classification deleted");
    }

    @EachTransport
    void isReadInChunks(TransportType transport) {
        String chunks = "a\r\n{\"status\":\r\na\r\n\"success\"}\r\n0\r\n\r\n";
        api.simulator().answerNext(Answer.status(200, chunks).header("transfer-encoding", "chunked"));

        confirms(transport, "");
    }

    private void isDroppedAsTooLarge(TransportType transport) {
        StepVerifier.create(call(transport))
                .expectErrorSatisfies(ResponseBodyTest::isTooLarge)
                .verify(SimulatorExtension.TIMEOUT);
        api.simulator().awaitOpenConnections(0, SimulatorExtension.TIMEOUT);
    }

    private static void isTooLarge(Throwable failure) {
        assertThat(failure).isExactlyInstanceOf(TransportFailedException.class);
        TransportFailedException failed = (TransportFailedException) failure;
        assertThat(failed.kind()).isEqualTo(Kind.RESPONSE_TOO_LARGE);
        assertThat(failed.outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    private void confirms(TransportType transport, String message) {
        StepVerifier.create(call(transport).map(DeletionReceipt::message))
                .expectNext(message)
                .expectComplete()
                .verify(SimulatorExtension.TIMEOUT);
    }

    private static void isUnreadable(Throwable failure) {
        assertThat(failure).isExactlyInstanceOf(UnreadableResponseException.class);
        UnreadableResponseException unreadable = (UnreadableResponseException) failure;
        assertThat(unreadable.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(unreadable.status()).isEqualTo(200);
        assertThat(unreadable.attempts()).isEqualTo(1);
    }

    private Mono<DeletionReceipt> call(TransportType transport) {
        return api.client(transport, builder -> builder.retryPolicy(RetryPolicy.none()))
                .deleteClassification("cls-1");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
