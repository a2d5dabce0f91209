package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testkit.ExtractaSimulator;
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

/** The key is told to the server and to nobody else, whatever goes wrong and whatever the server does with it. */
class CanaryTest {

    private static final String CANARY = "canary-7f3a91c2e5d8b604";

    @RegisterExtension
    final Api api = new Api(ExtractaSimulator.builder().apiKey(CANARY).start());

    private final List<String> said = new ArrayList<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private PrintStream console;
    private Logs logs;

    @BeforeEach
    void listen() {
        console = System.err;
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        logs = Logs.capture(Level.TRACE, java.util.logging.Level.ALL, Logs.ALL);
    }

    @AfterEach
    void wasNotHeard() {
        System.setErr(console);
        logs.close();
        said.addAll(logs.lines());
        said.add(printed.toString(StandardCharsets.UTF_8));
        assertThat(said)
                .filteredOn(line -> line.toLowerCase(Locale.ROOT).contains(CANARY))
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
        String success = "{\"status\":\"success\",\"message\":\"done for " + CANARY + "\"}";
        String error = "{\"status\":\"error\",\"message\":\"no rights: Bearer " + CANARY + "\"}";
        return Transport.each(List.of(
                new Echo("in a success", Answer.status(200, success)),
                new Echo("in the id of a success", Answer.status(200, success).header("x-request-id", CANARY)),
                new Echo("in a refusal", Answer.status(401, error)),
                new Echo(
                        "in a header of a refusal",
                        Answer.status(401, error).header("www-authenticate", "Bearer token=" + CANARY)),
                new Echo("in a contradiction", Answer.status(400, success)),
                new Echo("in HTML", Answer.status(502, "<pre>authorization: Bearer " + CANARY + "</pre>")),
                new Echo("in what is not JSON", Answer.status(200, "oops " + CANARY)),
                new Echo("at the end of what is kept", Answer.status(500, "x".repeat(1010) + CANARY)),
                new Echo("in a retry-after", Answer.status(429, error).header("retry-after", CANARY)),
                new Echo("in an encoding", Answer.status(200, success).header("content-encoding", CANARY)),
                new Echo("in a charset", Answer.status(200, success).header("content-type", "a/b; charset=" + CANARY)),
                new Echo(
                        "in a redirect", Answer.status(307, "").header("location", "https://elsewhere/?key=" + CANARY)),
                new Echo("in a reason", bytes("HTTP/1.1 403 " + CANARY + "\r\ncontent-length: 0\r\n\r\n")),
                new Echo("as a status line", bytes(CANARY + "\r\n\r\n")),
                new Echo("as a protocol", bytes(CANARY + "/1.1 200 OK\r\n\r\n")),
                new Echo("as a status", bytes("HTTP/1.1 " + CANARY + " OK\r\n\r\n")),
                new Echo("as a length", bytes("HTTP/1.1 200 OK\r\ncontent-length: " + CANARY + "\r\n\r\n")),
                new Echo("as a header name", bytes("HTTP/1.1 200 OK\r\n" + CANARY + " x: 1\r\n\r\n")),
                new Echo("in a control character", bytes("HTTP/1.1 200 OK\r\nx: " + CANARY + "\u0000\r\n\r\n")),
                new Echo("as a framing", bytes("HTTP/1.1 200 OK\r\ntransfer-encoding: " + CANARY + "\r\n\r\n")),
                new Echo(
                        "as a chunk", bytes("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + CANARY + "\r\n")),
                new Echo("in too long a header", Answer.status(200, success).header("x", CANARY + "y".repeat(9000))),
                new Echo("in too large a body", Answer.status(200, CANARY + Responses.successOf(1 << 20))),
                new Echo("in half a body", bytes("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n" + CANARY))));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("echoes")
    void isNotRepeatedAfterTheServerRepeatedIt(Transport transport, Echo echo) {
        api.simulator().answerAlways(echo.answer());

        listenTo(client(transport, api.simulator().baseUri()));
        assertThat(api.simulator().requests()).hasSizeBetween(1, 2);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("silentFailures")
    void isNotToldWhenTheCallFails(Transport transport, Answer answer) {
        api.simulator().answerAlways(answer);

        listenTo(client(transport, api.simulator().baseUri()));
        assertThat(api.simulator().requests()).hasSize(2);
    }

    static Stream<Arguments> silentFailures() {
        return Transport.each(List.of(Answer.lostReply(), Answer.cutBody(), Answer.never(), Answer.serverError()));
    }

    @EachTransport
    void isNotToldWhenTheCallSucceeds(Transport transport) {
        api.simulator().seed(1, 0, 0);
        ClassificationDeletions client = client(transport, api.simulator().baseUri());

        listenTo(client);
        assertThat(api.simulator().deletions()).hasSize(1);
        said.add(client.toString());
    }

    @EachTransport
    void isNotToldWhenNobodyListensAtThePort(Transport transport) {
        URI closed;
        try (ExtractaSimulator gone = ExtractaSimulator.start()) {
            closed = gone.baseUri();
        }

        listenTo(client(transport, closed));
    }

    @EachTransport
    void isNotToldWhenTheHostDoesNotExist(Transport transport) {
        listenTo(client(transport, URI.create("https://nonexistent.invalid")));
    }

    @EachTransport
    void isNotToldWhenTheHandshakeFails(Transport transport) throws IOException {
        SocketServer.Handler notTls = connection -> SocketServer.write(connection, "HTTP/1.1 400 Bad Request\r\n\r\n");
        try (SocketServer server = SocketServer.start(notTls)) {
            listenTo(client(transport, URI.create("https://127.0.0.1:" + server.port())));
        }
    }

    @EachTransport
    void isNotToldWhenTheCallIsCancelledOrTheClientClosed(Transport transport) {
        api.simulator().answerAlways(Answer.never());
        ClassificationDeletions client = client(transport, api.simulator().baseUri());
        client.deleteClassification("cls-1").subscribe().dispose();
        StepVerifier.create(client.deleteClassification("cls-2"))
                .then(() -> api.awaitRequests(1))
                .then(client::close)
                .consumeErrorWith(this::note)
                .verify(Api.LIMIT);
        listenTo(client);
    }

    @EachTransport
    void isNotToldByWhatHoldsIt(Transport transport) {
        ApiKey key = ApiKey.of(CANARY);
        HttpTransport carrier = api.transport(transport, TransportSettings.defaults());
        TransportRequest request = new TransportRequest(
                "DELETE",
                api.simulator().baseUri(),
                Headers.of("authorization", "Bearer " + CANARY),
                ByteBuffer.allocate(0));
        TransportSettings settings = TransportSettings.builder()
                .proxy(InetSocketAddress.createUnresolved("proxy.example", 3128))
                .proxyCredentials("me", CANARY.toCharArray())
                .build();
        Stream.of(key, api.builder().apiKey(key), carrier, carrier.exchange(request), request, settings)
                .map(Object::toString)
                .forEach(said::add);
        StepVerifier.create(carrier.exchange(request))
                .assertNext(response -> said.add(response + " " + response.headers()))
                .expectComplete()
                .verify(Api.LIMIT);
    }

    /** Makes one call to its end, with a second attempt, and notes everything that its caller could print. */
    private void listenTo(ClassificationDeletions client) {
        Mono<DeletionReceipt> call = client.deleteClassification("cls-1")
                .doOnNext(receipt -> said.add(receipt.toString() + receipt.message() + receipt.requestId()));
        said.add(call.toString());
        StepVerifier.create(call.then().onErrorResume(failure -> Mono.fromRunnable(() -> note(failure))))
                .expectComplete()
                .verify(Api.LIMIT);
    }

    private void note(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        said.add(failure + " " + trace);
        if (failure instanceof ResponseException answered) {
            said.add(answered.serverMessage() + " " + answered.body() + " " + answered.headers());
            answered.headers().forEach((name, value) -> said.add(name + ": " + value));
        }
    }

    private ClassificationDeletions client(Transport transport, URI baseUri) {
        RetryPolicy twice = RetryPolicy.includingUnknown()
                .withMaxAttempts(2)
                .withBackoff(Duration.ZERO, Duration.ZERO)
                .withMaxRetryAfter(Duration.ZERO);
        return api.client(
                transport,
                builder -> builder.baseUri(baseUri).retryPolicy(twice).attemptDeadline(Duration.ofSeconds(1)));
    }

    private static Answer bytes(String response) {
        return Answer.bytes(response.getBytes(StandardCharsets.ISO_8859_1));
    }
}
