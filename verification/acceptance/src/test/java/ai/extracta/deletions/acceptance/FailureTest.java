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

/** What a client says when the network or the other side's HTTP fails: the same on every transport, and only once. */
class FailureTest {

    /** Where no name server answers, that alone takes some time to find out. */
    private static final Duration SLOW_DNS = Duration.ofSeconds(45);

    @RegisterExtension
    final Api api = new Api();

    private Logs logs;

    @BeforeEach
    void captureLogs() {
        logs = Logs.capture(Level.INFO, java.util.logging.Level.CONFIG, "io.netty", "reactor", "io.vertx", "ai");
    }

    @AfterEach
    void logsNothingItAlsoReports() {
        logs.close();
        assertThat(logs.lines()).isEmpty();
    }

    @EachTransport
    void isNotSentToAPortWhereNobodyListens(Transport transport) {
        URI closed;
        try (ExtractaSimulator gone = ExtractaSimulator.start()) {
            closed = gone.baseUri();
        }

        fails(call(transport, closed), Kind.CONNECT, Outcome.NOT_SENT);
    }

    @EachTransport
    void isNotSentToAHostThatDoesNotExist(Transport transport) {
        URI nowhere = URI.create("https://nonexistent.invalid/api/v1");
        ClassificationDeletions patient = api.client(transport, builder -> builder.baseUri(nowhere)
                .retryPolicy(RetryPolicy.none())
                .deadline(SLOW_DNS)
                .attemptDeadline(SLOW_DNS));

        fails(patient.deleteClassification("cls-1"), Kind.DNS, Outcome.NOT_SENT);
    }

    /** A broken answer and what it is. */
    record Broken(String name, String bytes, Kind kind) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> brokenAnswers() {
        String head = "HTTP/1.1 200 OK\r\n";
        return Transport.each(List.of(
                new Broken("nothing", "", Kind.CONNECTION_LOST),
                new Broken("half a status line", "HTTP/1.1 20", Kind.CONNECTION_LOST),
                new Broken("half a head", head + "content-length: 2\r\ncontent-", Kind.CONNECTION_LOST),
                new Broken("half a body", head + "content-length: 60\r\n\r\n{\"status\":\"su", Kind.CONNECTION_LOST),
                new Broken(
                        "half a chunk",
                        head + "transfer-encoding: chunked\r\n\r\n14\r\n{\"status\"",
                        Kind.CONNECTION_LOST),
                new Broken(
                        "no last chunk",
                        head + "transfer-encoding: chunked\r\n\r\n14\r\n{\"status\":\"success\"}\r\n",
                        Kind.CONNECTION_LOST),
                new Broken("no status line", "garbage\r\n\r\n", Kind.PROTOCOL),
                new Broken("another protocol", "SSH-2.0-OpenSSH_9.6\r\n\r\n", Kind.PROTOCOL),
                new Broken("no status", "HTTP/1.1 success\r\n\r\n", Kind.PROTOCOL),
                new Broken("a broken chunk", head + "transfer-encoding: chunked\r\n\r\nxyz\r\n", Kind.PROTOCOL),
                new Broken("a broken length", head + "content-length: many\r\n\r\n{}", Kind.PROTOCOL),
                new Broken("two lengths", head + "content-length: 2\r\ncontent-length: 3\r\n\r\n{}}", Kind.PROTOCOL),
                new Broken("an endless head", head + "x: " + "y".repeat(20_000) + "\r\n\r\n", Kind.PROTOCOL)));
    }

    /** Half of these connections end with a reset. */
    @EachTransport
    void isUnknownWhenTheConnectionEndsWithinTheHead(Transport transport) {
        api.simulator().answerBy(Chaos.seeded(1).weighing(Map.of(Chaos.Fault.CUT_IN_HEAD, 1)));
        ClassificationDeletions client = api.client(transport, builder -> builder.retryPolicy(RetryPolicy.none()));

        for (int i = 1; i <= 20; i++) {
            fails(client.deleteClassification("cls-" + i), Kind.CONNECTION_LOST, Outcome.UNKNOWN);
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("brokenAnswers")
    void isUnknownWhenTheAnswerIsBroken(Transport transport, Broken broken) {
        api.simulator().answerNext(Answer.bytes(broken.bytes().getBytes(StandardCharsets.US_ASCII)));

        fails(call(transport, api.simulator().baseUri()), broken.kind(), Outcome.UNKNOWN);
        assertThat(api.simulator().requests()).hasSize(1);
    }

    @EachTransport
    void isUnknownWhenItHappenedAndTheReplyWasLost(Transport transport) {
        api.simulator().seed(1, 0, 0);
        api.simulator().answerNext(Answer.lostReply());

        fails(call(transport, api.simulator().baseUri()), Kind.CONNECTION_LOST, Outcome.UNKNOWN);
        assertThat(api.simulator().deletions()).hasSize(1);
    }

    @EachTransport
    void isUnknownWhenTheBodyIsCut(Transport transport) {
        api.simulator().seed(1, 0, 0);
        api.simulator().answerNext(Answer.cutBody());

        fails(call(transport, api.simulator().baseUri()), Kind.CONNECTION_LOST, Outcome.UNKNOWN);
    }

    @EachTransport
    void isUnknownWhenTheConnectionIsReset(Transport transport) throws IOException {
        try (SocketServer server = SocketServer.start(FailureTest::reset)) {
            URI uri = URI.create("http://127.0.0.1:" + server.port());

            fails(call(transport, uri), Kind.CONNECTION_LOST, Outcome.UNKNOWN);
        }
    }

    @EachTransport
    void isUnknownWhenTheConnectionIsResetWithinTheAnswer(Transport transport) throws IOException {
        try (SocketServer server = SocketServer.start(FailureTest::resetAfterHead)) {
            URI uri = URI.create("http://127.0.0.1:" + server.port());

            fails(call(transport, uri), Kind.CONNECTION_LOST, Outcome.UNKNOWN);
        }
    }

    @EachTransport
    void isUnknownWhenAUsedConnectionIsClosedInsteadOfAnswering(Transport transport) {
        api.simulator().seed(1, 0, 0);
        ClassificationDeletions client =
                api.client(transport, builder -> builder.maxInFlight(1).retryPolicy(RetryPolicy.none()));
        StepVerifier.create(client.deleteClassification("cls-1"))
                .expectNextCount(1)
                .expectComplete()
                .verify(Api.LIMIT);
        api.simulator().answerNext(Answer.lostReply());

        fails(client.deleteClassification("cls-2"), Kind.CONNECTION_LOST, Outcome.UNKNOWN);
        assertThat(api.simulator().requests()).hasSize(2);
    }

    @EachTransport
    void givesUpAnAttemptThatIsNotAnsweredAndClosesItsConnection(Transport transport) {
        api.simulator().answerNext(Answer.never());
        ClassificationDeletions client = api.client(transport, builder -> builder.attemptDeadline(Duration.ofSeconds(1))
                .retryPolicy(RetryPolicy.none()));

        fails(client.deleteClassification("cls-1"), Kind.TIMEOUT, Outcome.UNKNOWN);
        api.simulator().awaitOpenConnections(0, Duration.ofSeconds(1));
    }

    @EachTransport
    void givesUpACallThatIsNotAnsweredAndClosesItsConnection(Transport transport) {
        api.simulator().answerAlways(Answer.never());
        ClassificationDeletions client = api.client(transport, builder -> builder.deadline(Duration.ofSeconds(1)));

        fails(client.deleteClassification("cls-1"), Kind.TIMEOUT, Outcome.UNKNOWN);
        api.simulator().awaitOpenConnections(0, Duration.ofSeconds(1));
    }

    @EachTransport
    void givesUpABodyThatStalls(Transport transport) throws IOException {
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

    private Mono<DeletionReceipt> call(Transport transport, URI baseUri) {
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
