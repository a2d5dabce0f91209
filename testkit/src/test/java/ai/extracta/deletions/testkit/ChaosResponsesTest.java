package ai.extracta.deletions.testkit;

import static ai.extracta.deletions.testkit.SimulatorClient.TIMEOUT;
import static ai.extracta.deletions.testkit.SimulatorClient.classification;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.testkit.Chaos.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client sees of each fault, and what was done. Often enough to see each of its variants. */
@Timeout(60)
class ChaosResponsesTest {

    private static final String OK_BODY = "{\"status\":\"success\",\"message\":\"Classification deleted\"}";
    private static final int REPETITIONS = 40;

    @AutoClose
    private final ExtractaSimulator simulator = ExtractaSimulator.start();

    @Test
    void respondsLate() throws IOException {
        assertThat(responsesTo(Fault.LATE_RESPONSE)).allMatch(ChaosResponsesTest::isDocumented);
        assertThat(deletions()).isEqualTo(REPETITIONS);
    }

    @Test
    void deletesImmediatelyAndRespondsLate() throws IOException {
        start(Fault.LATE_RESPONSE, Duration.ofDays(1));
        try (RawClient client = send(1)) {
            simulator.awaitDeletions(1, TIMEOUT);

            assertThat(simulator.openConnections()).isEqualTo(1);
            client.stopSending();
            assertThat(readAll(client)).isEmpty();
        }
    }

    @Test
    void deletesLateAndRespondsLate() throws IOException {
        start(Fault.LATE_DELETION, Duration.ofDays(1));
        try (RawClient client = send(1)) {
            simulator.awaitRequests(1, TIMEOUT);

            simulator.close();

            assertThat(readAll(client)).isEmpty();
            assertThat(deletions()).isZero();
        }
    }

    @Test
    void deletesLateThoughTheClientHasDisconnected() throws IOException {
        start(Fault.LATE_DELETION);
        RawClient client = send(1, "Connection: close");
        simulator.awaitRequests(1, TIMEOUT);
        client.close();

        assertThat(simulator.awaitDeletions(1, TIMEOUT)).containsExactly(new DeleteClassification("cls-1"));
    }

    @Test
    void limitsTheRate() throws IOException {
        List<String> responses = responsesTo(Fault.RATE_LIMIT);

        assertThat(responses).allMatch(response -> response.startsWith("HTTP/1.1 429 "));
        assertThat(responses.stream()
                        .filter(response -> response.contains("retry-after: 1\r\n"))
                        .count())
                .isBetween(1L, REPETITIONS - 1L);
        assertThat(deletions()).isZero();
    }

    @Test
    void failsBeforeDeleting() throws IOException {
        assertThat(statusesOf(responsesTo(Fault.ERROR))).containsExactlyInAnyOrder("500", "502", "503", "504");
        assertThat(deletions()).isZero();
    }

    @Test
    void failsAfterDeleting() throws IOException {
        assertThat(statusesOf(responsesTo(Fault.ERROR_AFTER_DELETING)))
                .containsExactlyInAnyOrder("500", "502", "503", "504");
        assertThat(deletions()).isEqualTo(REPETITIONS);
    }

    @Test
    void resetsWhatItHasNotRead() throws IOException {
        assertThat(responsesTo(Fault.RESET_UNREAD)).containsOnly("");
        assertThat(simulator.requests()).isEmpty();
        assertThat(deletions()).isZero();
    }

    @Test
    void resetsTheNextRequestOnAConnectionThatWasGood() throws IOException {
        simulator.seed(2, 0, 0);
        try (RawClient client = new RawClient(simulator)) {
            client.send(client.deletion("deleteClassification", classification("cls-1")));
            assertThat(client.readResponse()).endsWith(OK_BODY);
            simulator.answerBy(Chaos.seeded(1).withWeights(Map.of(Fault.RESET_UNREAD, 1)));
            client.send(client.deletion("deleteClassification", classification("cls-2")));

            assertThat(readAll(client)).isEmpty();
        }
        assertThat(simulator.requests()).hasSize(1);
    }

    @Test
    void cutsBeforeTheHead() throws IOException {
        assertThat(responsesTo(Fault.CUT_BEFORE_HEAD)).containsOnly("");
        assertThat(deletions()).isEqualTo(REPETITIONS);
    }

    @Test
    void cutsWithinTheHead() throws IOException {
        List<String> responses = responsesTo(Fault.CUT_IN_HEAD);

        assertThat(responses).noneMatch(response -> response.contains("\r\n\r\n"));
        assertThat(responses).anyMatch(response -> response.startsWith("HTTP/1.1 200 OK\r\n"));
        assertThat(deletions()).isEqualTo(REPETITIONS);
    }

    @Test
    void cutsWithinTheBody() throws IOException {
        List<String> responses = responsesTo(Fault.CUT_IN_BODY);

        assertThat(responses).noneMatch(response -> response.endsWith(OK_BODY));
        assertThat(responses).anyMatch(response -> response.contains("\r\n\r\n{\"status\""));
        assertThat(deletions()).isEqualTo(REPETITIONS);
    }

    @Test
    void drips() throws IOException {
        assertThat(responsesTo(Fault.DRIP)).allMatch(ChaosResponsesTest::isDocumented);
        assertThat(deletions()).isEqualTo(REPETITIONS);
    }

    @Test
    void sendsMoreThanAnyClientReads() throws IOException {
        List<String> responses = responsesTo(Fault.OVERSIZED);

        assertThat(responses).allMatch(response -> response.length() > 2 * 1024 * 1024 && response.contains(OK_BODY));
        assertThat(responses).anyMatch(response -> response.contains("transfer-encoding: chunked"));
        assertThat(responses).anyMatch(response -> response.contains("content-length: "));
        assertThat(deletions()).isEqualTo(REPETITIONS);
    }

    @Test
    void garbles() throws IOException {
        List<String> responses = responsesTo(Fault.GARBLED);

        assertThat(Set.copyOf(responses)).hasSizeGreaterThan(3).noneMatch(ChaosResponsesTest::isDocumented);
        assertThat(deletions()).isBetween(1, REPETITIONS - 1);
    }

    @Test
    void contradictsItself() throws IOException {
        List<String> responses = responsesTo(Fault.CONTRADICTORY);

        assertThat(statusesOf(responses)).contains("200", "202", "303", "400", "408");
        assertThat(responses).noneMatch(ChaosResponsesTest::isDocumented);
        assertThat(deletions()).isBetween(1, REPETITIONS - 1);
    }

    @Test
    void disconnectsUnannounced() throws IOException {
        start(Fault.HANG_UP);
        for (int i = 1; i <= REPETITIONS; i++) {
            try (RawClient client = send(i)) {
                assertThat(readAll(client))
                        .matches(ChaosResponsesTest::isDocumented)
                        .doesNotContain("connection:");
            }
        }
        assertThat(deletions()).isEqualTo(REPETITIONS);
    }

    @ParameterizedTest
    @EnumSource
    void serves(Fault fault) throws IOException {
        start(fault);
        simulator.answerNext(Answer.status(418, ""));
        try (RawClient client = send(1, "Connection: close")) {
            assertThat(client.readResponse()).as("queued answers come first").startsWith("HTTP/1.1 418 ");
        }
        simulator.answerAlways(Answer.documented());
        try (RawClient client = send(2, "Connection: close")) {
            assertThat(client.readResponse()).as("and there is a way back").endsWith(OK_BODY);
        }
    }

    @Test
    void recoversAfterEnoughRequests() throws IOException {
        simulator.seed(2, 0, 0);
        simulator.answerBy(
                Chaos.seeded(1).withWeights(Map.of(Fault.RATE_LIMIT, 1)).recoveringAfter(2));

        assertThat(statusesOf(responses(1, 1))).containsExactly("429");
        assertThat(statusesOf(responses(1))).containsExactly("200");
        assertThat(statusesOf(responses(2))).containsExactly("429");
    }

    private void start(Fault fault) {
        start(fault, Duration.ofMillis(40));
    }

    private void start(Fault fault, Duration maxDelay) {
        simulator.seed(REPETITIONS, 0, 0);
        simulator.answerBy(Chaos.seeded(1).withWeights(Map.of(fault, 1)).withMaxDelay(maxDelay));
    }

    private List<String> responsesTo(Fault fault) throws IOException {
        start(fault);
        return responses(IntStream.rangeClosed(1, REPETITIONS).toArray());
    }

    /** Whatever comes, on a connection of its own for each, which ends after it. */
    private List<String> responses(int... classifications) throws IOException {
        List<String> responses = new ArrayList<>();
        for (int number : classifications) {
            try (RawClient client = send(number, "Connection: close")) {
                responses.add(readAll(client));
            }
        }
        return responses;
    }

    private RawClient send(int number, String... headers) throws IOException {
        RawClient client = new RawClient(simulator);
        return client.send(client.deletion("deleteClassification", classification("cls-" + number), headers));
    }

    private static String readAll(RawClient client) throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try {
            client.readInto(received);
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
        return received.toString(UTF_8);
    }

    private static boolean isDocumented(String response) {
        return response.startsWith("HTTP/1.1 200 OK\r\n") && response.endsWith("\r\n\r\n" + OK_BODY);
    }

    private static Set<String> statusesOf(List<String> responses) {
        return responses.stream().map(response -> response.substring(9, 12)).collect(Collectors.toSet());
    }

    private int deletions() {
        return simulator.deletions().size();
    }
}
