package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testkit.internal.LoopbackServer;
import ai.extracta.deletions.testsupport.LogCapture;
import ai.extracta.deletions.testsupport.RawResponses;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.testsupport.SocketServer;
import ai.extracta.deletions.testsupport.TransportType;
import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportSettings;
import ch.qos.logback.classic.Level;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The key is sent to the server only, whatever goes wrong and whatever the server does with it. */
class ApiKeyLeakTest {

    private static final String SECRET = "canary-7f3a91c2e5d8b604";

    @RegisterExtension
    final SimulatorExtension api =
            new SimulatorExtension(ExtractaSimulator.builder().apiKey(SECRET).start());

    private final List<String> output = new ArrayList<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private PrintStream console;
    private LogCapture logs;

    @BeforeEach
    void captureOutput() {
        console = System.err;
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        logs = LogCapture.capture(Level.TRACE, java.util.logging.Level.ALL, LogCapture.ALL);
    }

    @AfterEach
    void keyIsNotInTheOutput() {
        System.setErr(console);
        logs.close();
        output.addAll(logs.lines());
        output.add(printed.toString(StandardCharsets.UTF_8));
        assertThat(output)
                .filteredOn(line -> line.toLowerCase(Locale.ROOT).contains(SECRET))
                .isEmpty();
    }

    /** What a careless server repeats, and where. */
    record Echo(String name, Answer answer) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> echoes() {
        String success = "{\"status\":\"success\",\"message\":\"done for " + SECRET + "\"}";
        String error = "{\"status\":\"error\",\"message\":\"no rights: Bearer " + SECRET + "\"}";
        return TransportType.each(List.of(
                new Echo("in a success", Answer.status(200, success)),
                new Echo("in the id of a success", Answer.status(200, success).header("x-request-id", SECRET)),
                new Echo("in a refusal", Answer.status(401, error)),
                new Echo(
                        "in a header of a refusal",
                        Answer.status(401, error).header("www-authenticate", "Bearer token=" + SECRET)),
                new Echo("in a contradiction", Answer.status(400, success)),
                new Echo("in HTML", Answer.status(502, "<pre>authorization: Bearer " + SECRET + "</pre>")),
                new Echo("in what is not JSON", Answer.status(200, "oops " + SECRET)),
                new Echo("at the end of what is kept", Answer.status(500, "x".repeat(1010) + SECRET)),
                new Echo("in a retry-after", Answer.status(429, error).header("retry-after", SECRET)),
                new Echo("in an encoding", Answer.status(200, success).header("content-encoding", SECRET)),
                new Echo("in a charset", Answer.status(200, success).header("content-type", "a/b; charset=" + SECRET)),
                new Echo(
                        "in a redirect", Answer.status(307, "").header("location", "https://elsewhere/?key=" + SECRET)),
                new Echo("in a reason", bytes("HTTP/1.1 403 " + SECRET + "\r\ncontent-length: 0\r\n\r\n")),
                new Echo("as a status line", bytes(SECRET + "\r\n\r\n")),
                new Echo("as a protocol", bytes(SECRET + "/1.1 200 OK\r\n\r\n")),
                new Echo("as a status", bytes("HTTP/1.1 " + SECRET + " OK\r\n\r\n")),
                new Echo("as a length", bytes("HTTP/1.1 200 OK\r\ncontent-length: " + SECRET + "\r\n\r\n")),
                new Echo("as a header name", bytes("HTTP/1.1 200 OK\r\n" + SECRET + " x: 1\r\n\r\n")),
                new Echo("in a control character", bytes("HTTP/1.1 200 OK\r\nx: " + SECRET + "\u0000\r\n\r\n")),
                new Echo("as a framing", bytes("HTTP/1.1 200 OK\r\ntransfer-encoding: " + SECRET + "\r\n\r\n")),
                new Echo(
                        "as a chunk", bytes("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + SECRET + "\r\n")),
                new Echo("in too long a header", Answer.status(200, success).header("x", SECRET + "y".repeat(9000))),
                new Echo("in too large a body", Answer.status(200, SECRET + RawResponses.successOf(1 << 20))),
                new Echo("in half a body", bytes("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n" + SECRET))));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("echoes")
    void isNotLeakedWhenTheServerEchoesIt(TransportType transport, Echo echo) {
        api.simulator().answerAlways(echo.answer());

        recordOutputOf(client(transport, api.simulator().baseUri()));
        assertThat(api.simulator().requests()).hasSizeBetween(1, 2);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("silentFailures")
    void isNotLeakedWhenTheCallFails(TransportType transport, Answer answer) {
        api.simulator().answerAlways(answer);

        recordOutputOf(client(transport, api.simulator().baseUri()));
        assertThat(api.simulator().requests()).hasSize(2);
    }

    static Stream<Arguments> silentFailures() {
        return TransportType.each(List.of(
                Answer.disconnectAfterDeleting(), Answer.truncatedBody(), Answer.noResponse(), Answer.serverError()));
    }

    @EachTransport
    void isNotLeakedWhenTheCallSucceeds(TransportType transport) {
        api.simulator().seed(1, 0, 0);
        ClassificationDeletions client = client(transport, api.simulator().baseUri());

        recordOutputOf(client);
        assertThat(api.simulator().deletions()).hasSize(1);
        output.add(client.toString());
    }

    @EachTransport
    void isNotLeakedWhenTheConnectionIsRefused(TransportType transport) {
        URI closed;
        try (ExtractaSimulator closedSimulator = ExtractaSimulator.start()) {
            closed = closedSimulator.baseUri();
        }

        recordOutputOf(client(transport, closed));
    }

    @EachTransport
    void isNotLeakedWhenTheHostDoesNotExist(TransportType transport) {
        recordOutputOf(client(transport, URI.create("https://nonexistent.invalid")));
    }

    @EachTransport
    void isNotLeakedWhenTheHandshakeFails(TransportType transport) throws IOException {
        LoopbackServer.Handler<Socket> notTls =
                connection -> SocketServer.write(connection, "HTTP/1.1 400 Bad Request\r\n\r\n");
        try (SocketServer server = SocketServer.start(notTls)) {
            recordOutputOf(client(transport, URI.create("https://127.0.0.1:" + server.port())));
        }
    }

    @EachTransport
    void isNotLeakedWhenTheCallIsCancelledOrTheClientClosed(TransportType transport) {
        api.simulator().answerAlways(Answer.noResponse());
        ClassificationDeletions client = client(transport, api.simulator().baseUri());
        client.deleteClassification("cls-1").subscribe().dispose();
        StepVerifier.create(client.deleteClassification("cls-2"))
                .then(() -> api.awaitRequests(1))
                .then(client::close)
                .consumeErrorWith(this::recordFailure)
                .verify(SimulatorExtension.TIMEOUT);
        recordOutputOf(client);
    }

    @EachTransport
    void isNotLeakedByTheToStringOfItsHolders(TransportType transport) {
        ApiKey key = ApiKey.of(SECRET);
        HttpTransport httpTransport = api.transport(transport, TransportSettings.defaults());
        TransportRequest request = new TransportRequest(
                "DELETE",
                api.simulator().baseUri(),
                Headers.of("authorization", "Bearer " + SECRET),
                ByteBuffer.allocate(0));
        TransportSettings settings = TransportSettings.builder()
                .proxy(InetSocketAddress.createUnresolved("proxy.example", 3128))
                .proxyCredentials("me", SECRET.toCharArray())
                .build();
        Stream.of(key, api.builder().apiKey(key), httpTransport, httpTransport.exchange(request), request, settings)
                .map(Object::toString)
                .forEach(output::add);
        StepVerifier.create(httpTransport.exchange(request))
                .assertNext(response -> output.add(response + " " + response.headers()))
                .expectComplete()
                .verify(SimulatorExtension.TIMEOUT);
    }

    /** Makes one call to its end, with a second attempt, and collects everything that its caller could print. */
    private void recordOutputOf(ClassificationDeletions client) {
        Mono<DeletionReceipt> call = client.deleteClassification("cls-1")
                .doOnNext(receipt -> output.add(receipt.toString() + receipt.message() + receipt.requestId()));
        output.add(call.toString());
        StepVerifier.create(call.then().onErrorResume(failure -> Mono.fromRunnable(() -> recordFailure(failure))))
                .expectComplete()
                .verify(SimulatorExtension.TIMEOUT);
    }

    private void recordFailure(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        output.add(failure + " " + trace);
        if (failure instanceof ResponseException failed) {
            output.add(failed.serverMessage() + " " + failed.body() + " " + failed.headers());
            failed.headers().forEach((name, value) -> output.add(name + ": " + value));
        }
    }

    private ClassificationDeletions client(TransportType transport, URI baseUri) {
        RetryPolicy twice = RetryPolicy.includingUnknown()
                .withMaxAttempts(2)
                .withBackoff(Duration.ZERO, Duration.ZERO)
                .withMaxRetryAfter(Duration.ZERO);
        return api.client(
                transport,
                builder -> builder.baseUri(baseUri).retryPolicy(twice).attemptDeadline(Duration.ofSeconds(1)));
    }

    private static Answer bytes(String response) {
        return Answer.rawBytes(response.getBytes(StandardCharsets.ISO_8859_1));
    }
}
