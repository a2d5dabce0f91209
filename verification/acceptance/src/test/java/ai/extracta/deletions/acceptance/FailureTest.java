package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testkit.Chaos;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testsupport.LogCapture;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.testsupport.SocketServer;
import ai.extracta.deletions.testsupport.TransportType;
import ai.extracta.deletions.transport.TransportException.Kind;
import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The failure when the network or the server's HTTP fails: the same on every transport, and reported only once. */
class FailureTest {

    /** Without a reachable name server, the lookup alone takes some time to fail. */
    private static final Duration SLOW_DNS = Duration.ofSeconds(45);

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    private LogCapture logs;

    @BeforeEach
    void captureLogs() {
        logs = LogCapture.capture(Level.INFO, java.util.logging.Level.CONFIG, "io.netty", "reactor", "io.vertx", "ai");
    }

    @AfterEach
    void logsNothingItAlsoReports() {
        logs.close();
        assertThat(logs.lines()).isEmpty();
    }

    @EachTransport
    void isNotSentToAPortWithoutAListener(TransportType transport) {
        URI closed;
        try (ExtractaSimulator closedSimulator = ExtractaSimulator.start()) {
            closed = closedSimulator.baseUri();
        }

        fails(call(transport, closed), Kind.CONNECT, Outcome.NOT_SENT);
    }

    @EachTransport
    void isNotSentToAHostThatDoesNotExist(TransportType transport) {
        URI nowhere = URI.create("https://nonexistent.invalid/api/v1");
        ClassificationDeletions patient = api.client(transport, builder -> builder.baseUri(nowhere)
                .retryPolicy(RetryPolicy.none())
                .deadline(SLOW_DNS)
                .attemptDeadline(SLOW_DNS));

        fails(patient.deleteClassification("cls-1"), Kind.DNS, Outcome.NOT_SENT);
    }

    /** A broken response and its kind. */
    record BrokenResponse(String name, String bytes, Kind kind) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> brokenResponses() {
        String head = "HTTP/1.1 200 OK\r\n";
        return TransportType.each(List.of(
                new BrokenResponse("nothing", "", Kind.CONNECTION_LOST),
                new BrokenResponse("half a status line", "HTTP/1.1 20", Kind.CONNECTION_LOST),
                new BrokenResponse("half a head", head + "content-length: 2\r\ncontent-", Kind.CONNECTION_LOST),
                new BrokenResponse(
                        "half a body", head + "content-length: 60\r\n\r\n{\"status\":\"su", Kind.CONNECTION_LOST),
                new BrokenResponse(
                        "half a chunk",
                        head + "transfer-encoding: chunked\r\n\r\n14\r\n{\"status\"",
                        Kind.CONNECTION_LOST),
                new BrokenResponse(
                        "no last chunk",
                        head + "transfer-encoding: chunked\r\n\r\n14\r\n{\"status\":\"success\"}\r\n",
                        Kind.CONNECTION_LOST),
                new BrokenResponse("no status line", "garbage\r\n\r\n", Kind.PROTOCOL),
                new BrokenResponse("another protocol", "SSH-2.0-OpenSSH_9.6\r\n\r\n", Kind.PROTOCOL),
                new BrokenResponse("no status", "HTTP/1.1 success\r\n\r\n", Kind.PROTOCOL),
                new BrokenResponse("a broken chunk", head + "transfer-encoding: chunked\r\n\r\nxyz\r\n", Kind.PROTOCOL),
                new BrokenResponse("a broken length", head + "content-length: many\r\n\r\n{}", Kind.PROTOCOL),
                new BrokenResponse(
                        "two lengths", head + "content-length: 2\r\ncontent-length: 3\r\n\r\n{}}", Kind.PROTOCOL),
                new BrokenResponse("an endless head", head + "x: " + "y".repeat(20_000) + "\r\n\r\n", Kind.PROTOCOL)));
    }

    /** Half of these connections end with a reset. */
    @EachTransport
    void isUnknownWhenTheConnectionEndsWithinTheHead(TransportType transport) {
        api.simulator().answerBy(Chaos.seeded(1).withWeights(Map.of(Chaos.Fault.CUT_IN_HEAD, 1)));
        ClassificationDeletions client = api.client(transport, builder -> builder.retryPolicy(RetryPolicy.none()));

        for (int i = 1; i <= 20; i++) {
            fails(client.deleteClassification("cls-" + i), Kind.CONNECTION_LOST, Outcome.UNKNOWN);
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("brokenResponses")
    void isUnknownWhenTheResponseIsBroken(TransportType transport, BrokenResponse broken) {
        api.simulator().answerNext(Answer.rawBytes(broken.bytes().getBytes(StandardCharsets.US_ASCII)));

        fails(call(transport, api.simulator().baseUri()), broken.kind(), Outcome.UNKNOWN);
        assertThat(api.simulator().requests()).hasSize(1);
    }

    @EachTransport
    void isUnknownWhenItHappenedAndTheResponseWasLost(TransportType transport) {
        api.simulator().seed(1, 0, 0);
        api.simulator().answerNext(Answer.disconnectAfterDeleting());

        fails(call(transport, api.simulator().baseUri()), Kind.CONNECTION_LOST, Outcome.UNKNOWN);
        assertThat(api.simulator().deletions()).hasSize(1);
    }

    @EachTransport
    void isUnknownWhenTheBodyIsTruncated(TransportType transport) {
        api.simulator().seed(1, 0, 0);
        api.simulator().answerNext(Answer.truncatedBody());

        fails(call(transport, api.simulator().baseUri()), Kind.CONNECTION_LOST, Outcome.UNKNOWN);
    }

    @EachTransport
    void isUnknownWhenTheConnectionIsReset(TransportType transport) throws IOException {
        try (SocketServer server = SocketServer.start(FailureTest::reset)) {
            URI uri = URI.create("http://127.0.0.1:" + server.port());

            fails(call(transport, uri), Kind.CONNECTION_LOST, Outcome.UNKNOWN);
        }
    }

    @EachTransport
    void isUnknownWhenTheConnectionIsResetWithinTheResponse(TransportType transport) throws IOException {
        try (SocketServer server = SocketServer.start(FailureTest::resetAfterHead)) {
            URI uri = URI.create("http://127.0.0.1:" + server.port());

            fails(call(transport, uri), Kind.CONNECTION_LOST, Outcome.UNKNOWN);
        }
    }

    @EachTransport
    void isUnknownWhenAReusedConnectionIsClosedWithoutAResponse(TransportType transport) {
        api.simulator().seed(1, 0, 0);
        ClassificationDeletions client =
                api.client(transport, builder -> builder.maxInFlight(1).retryPolicy(RetryPolicy.none()));
        StepVerifier.create(client.deleteClassification("cls-1"))
                .expectNextCount(1)
                .expectComplete()
                .verify(SimulatorExtension.TIMEOUT);
        api.simulator().answerNext(Answer.disconnectAfterDeleting());

        fails(client.deleteClassification("cls-2"), Kind.CONNECTION_LOST, Outcome.UNKNOWN);
        assertThat(api.simulator().requests()).hasSize(2);
    }

    @EachTransport
    void timesOutAnAttemptWithoutResponseAndClosesItsConnection(TransportType transport) {
        api.simulator().answerNext(Answer.noResponse());
        ClassificationDeletions client = api.client(transport, builder -> builder.attemptDeadline(Duration.ofSeconds(1))
                .retryPolicy(RetryPolicy.none()));

        fails(client.deleteClassification("cls-1"), Kind.TIMEOUT, Outcome.UNKNOWN);
        api.simulator().awaitOpenConnections(0, Duration.ofSeconds(1));
    }

    @EachTransport
    void timesOutACallWithoutResponseAndClosesItsConnection(TransportType transport) {
        api.simulator().answerAlways(Answer.noResponse());
        ClassificationDeletions client = api.client(transport, builder -> builder.deadline(Duration.ofSeconds(1)));

        fails(client.deleteClassification("cls-1"), Kind.TIMEOUT, Outcome.UNKNOWN);
        api.simulator().awaitOpenConnections(0, Duration.ofSeconds(1));
    }

    @EachTransport
    void timesOutABodyThatStalls(TransportType transport) throws IOException {
        try (SocketServer server = SocketServer.start(FailureTest::stall)) {
            URI uri = URI.create("http://127.0.0.1:" + server.port());
            ClassificationDeletions client = api.client(transport, builder -> builder.baseUri(uri)
                    .attemptDeadline(Duration.ofSeconds(1))
                    .retryPolicy(RetryPolicy.none()));

            fails(client.deleteClassification("cls-1"), Kind.TIMEOUT, Outcome.UNKNOWN);
        }
    }

    private static void reset(Socket connection) throws IOException {
        SocketServer.read(connection.getInputStream());
        connection.setSoLinger(true, 0);
    }

    private static void resetAfterHead(Socket connection) throws IOException {
        SocketServer.read(connection.getInputStream());
        SocketServer.write(connection, "HTTP/1.1 200 OK\r\ncontent-length: 60\r\n\r\n{");
        connection.setSoLinger(true, 0);
    }

    private static void stall(Socket connection) throws IOException {
        SocketServer.read(connection.getInputStream());
        SocketServer.write(connection, "HTTP/1.1 200 OK\r\ncontent-length: 60\r\n\r\n{");
        assertThat(connection.getInputStream().read()).isNegative();
    }

    private Mono<DeletionReceipt> call(TransportType transport, URI baseUri) {
        return api.client(transport, builder -> builder.baseUri(baseUri).retryPolicy(RetryPolicy.none()))
                .deleteClassification("cls-1");
    }

    private static void fails(Mono<DeletionReceipt> call, Kind kind, Outcome outcome) {
        StepVerifier.create(call)
                .expectErrorSatisfies(failure -> {
                    assertThat(failure).isExactlyInstanceOf(TransportFailedException.class);
                    TransportFailedException failed = (TransportFailedException) failure;
                    assertThat(failed.kind()).isEqualTo(kind);
                    assertThat(failed.outcome()).isEqualTo(outcome);
                    assertThat(failed.attempts()).isEqualTo(1);
                })
                .verify(SLOW_DNS);
    }
}
