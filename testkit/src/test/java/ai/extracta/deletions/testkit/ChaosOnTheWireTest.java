package ai.extracta.deletions.testkit;

import static ai.extracta.deletions.testkit.Client.LIMIT;
import static ai.extracta.deletions.testkit.Client.classification;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client sees of each fault, and what was done. Often enough to see each of its variants. */
@Timeout(60)
class ChaosOnTheWireTest {

    private static final String OK_BODY = "{\"status\":\"success\",\"message\":\"Classification deleted\"}";
    private static final int OFTEN = 40;

    private final ExtractaSimulator simulator = ExtractaSimulator.start();

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void answersALittleLater() throws IOException {
        assertThat(answersTo(Fault.LATE_ANSWER)).allMatch(ChaosOnTheWireTest::isDocumented);
        assertThat(deletions()).isEqualTo(OFTEN);
    }

    @Test
    void deletesAtOnceWhatItAnswersLater() throws IOException {
        begin(Fault.LATE_ANSWER, Duration.ofDays(1));
        try (RawClient client = ask(1)) {
            simulator.awaitDeletions(1, LIMIT);

            assertThat(simulator.openConnections()).isEqualTo(1);
            client.stopSending();
            assertThat(whatComes(client)).isEmpty();
        }
    }

    @Test
    void deletesLaterWhatItWillBeLateWith() throws IOException {
        begin(Fault.LATE_DELETION, Duration.ofDays(1));
        try (RawClient client = ask(1)) {
            simulator.awaitRequests(1, LIMIT);

            simulator.close();

            assertThat(whatComes(client)).isEmpty();
            assertThat(deletions()).isZero();
        }
    }

    @Test
    void deletesLateThoughTheClientIsGone() throws IOException {
        begin(Fault.LATE_DELETION);
        RawClient client = ask(1, "Connection: close");
        simulator.awaitRequests(1, LIMIT);
        client.close();

        assertThat(simulator.awaitDeletions(1, LIMIT)).containsExactly(new DeleteClassification("cls-1"));
    }

    @Test
    void limitsTheRate() throws IOException {
        List<String> answers = answersTo(Fault.RATE_LIMIT);

        assertThat(answers).allMatch(answer -> answer.startsWith("HTTP/1.1 429 "));
        assertThat(answers.stream()
                        .filter(answer -> answer.contains("retry-after: 1\r\n"))
                        .count())
                .isBetween(1L, OFTEN - 1L);
        assertThat(deletions()).isZero();
    }

    @Test
    void failsBeforeDeleting() throws IOException {
        assertThat(statusesOf(answersTo(Fault.ERROR))).containsExactlyInAnyOrder("500", "502", "503", "504");
        assertThat(deletions()).isZero();
    }

    @Test
    void failsAfterDeleting() throws IOException {
        assertThat(statusesOf(answersTo(Fault.ERROR_AFTER_DELETING)))
                .containsExactlyInAnyOrder("500", "502", "503", "504");
        assertThat(deletions()).isEqualTo(OFTEN);
    }

    @Test
    void cutsWhatItHasNotRead() throws IOException {
        assertThat(answersTo(Fault.CUT_UNREAD)).containsOnly("");
        assertThat(simulator.requests()).isEmpty();
        assertThat(deletions()).isZero();
    }

    @Test
    void cutsWhatComesNextOnAConnectionThatWasGood() throws IOException {
        simulator.seed(2, 0, 0);
        try (RawClient client = new RawClient(simulator)) {
            client.send(client.deletion("deleteClassification", classification("cls-1")));
            assertThat(client.readAnswer()).endsWith(OK_BODY);
            simulator.answerBy(Chaos.seeded(1).weighing(Map.of(Fault.CUT_UNREAD, 1)));
            client.send(client.deletion("deleteClassification", classification("cls-2")));

            assertThat(whatComes(client)).isEmpty();
        }
        assertThat(simulator.requests()).hasSize(1);
    }

    @Test
    void cutsBeforeTheHead() throws IOException {
        assertThat(answersTo(Fault.CUT_BEFORE_HEAD)).containsOnly("");
        assertThat(deletions()).isEqualTo(OFTEN);
    }

    @Test
    void cutsWithinTheHead() throws IOException {
        List<String> answers = answersTo(Fault.CUT_IN_HEAD);

        assertThat(answers).noneMatch(answer -> answer.contains("\r\n\r\n"));
        assertThat(answers).anyMatch(answer -> answer.startsWith("HTTP/1.1 200 OK\r\n"));
        assertThat(deletions()).isEqualTo(OFTEN);
    }

    @Test
    void cutsWithinTheBody() throws IOException {
        List<String> answers = answersTo(Fault.CUT_IN_BODY);

        assertThat(answers).noneMatch(answer -> answer.endsWith(OK_BODY));
        assertThat(answers).anyMatch(answer -> answer.contains("\r\n\r\n{\"status\""));
        assertThat(deletions()).isEqualTo(OFTEN);
    }

    @Test
    void drips() throws IOException {
        assertThat(answersTo(Fault.DRIP)).allMatch(ChaosOnTheWireTest::isDocumented);
        assertThat(deletions()).isEqualTo(OFTEN);
    }

    @Test
    void answersMoreThanAnybodyReads() throws IOException {
        List<String> answers = answersTo(Fault.OVERSIZED);

        assertThat(answers).allMatch(answer -> answer.length() > 2 * 1024 * 1024 && answer.contains(OK_BODY));
        assertThat(answers).anyMatch(answer -> answer.contains("transfer-encoding: chunked"));
        assertThat(answers).anyMatch(answer -> answer.contains("content-length: "));
        assertThat(deletions()).isEqualTo(OFTEN);
    }

    @Test
    void garbles() throws IOException {
        List<String> answers = answersTo(Fault.GARBLED);

        assertThat(Set.copyOf(answers)).hasSizeGreaterThan(3).noneMatch(ChaosOnTheWireTest::isDocumented);
        assertThat(deletions()).isBetween(1, OFTEN - 1);
    }

    @Test
    void contradictsItself() throws IOException {
        List<String> answers = answersTo(Fault.CONTRADICTORY);

        assertThat(statusesOf(answers)).contains("200", "202", "303", "400", "408");
        assertThat(answers).noneMatch(ChaosOnTheWireTest::isDocumented);
        assertThat(deletions()).isBetween(1, OFTEN - 1);
    }

    @Test
    void hangsUpWithoutAWord() throws IOException {
        begin(Fault.HANG_UP);
        for (int i = 1; i <= OFTEN; i++) {
            try (RawClient client = ask(i)) {
                assertThat(whatComes(client))
                        .matches(ChaosOnTheWireTest::isDocumented)
                        .doesNotContain("connection:");
            }
        }
        assertThat(deletions()).isEqualTo(OFTEN);
    }

    @ParameterizedTest
    @EnumSource
    void serves(Fault fault) throws IOException {
        begin(fault);
        simulator.answerNext(Answer.status(418, ""));
        try (RawClient client = ask(1, "Connection: close")) {
            assertThat(client.readAnswer()).as("queued answers come first").startsWith("HTTP/1.1 418 ");
        }
        simulator.answerAlways(Answer.properly());
        try (RawClient client = ask(2, "Connection: close")) {
            assertThat(client.readAnswer()).as("and there is a way back").endsWith(OK_BODY);
        }
    }

    @Test
    void recoversForWhatWasAskedForOftenEnough() throws IOException {
        simulator.seed(2, 0, 0);
        simulator.answerBy(Chaos.seeded(1).weighing(Map.of(Fault.RATE_LIMIT, 1)).recoveringAfter(2));

        assertThat(statusesOf(answers(1, 1))).containsExactly("429");
        assertThat(statusesOf(answers(1))).containsExactly("200");
        assertThat(statusesOf(answers(2))).containsExactly("429");
    }

    private void begin(Fault fault) {
        begin(fault, Duration.ofMillis(40));
    }

    private void begin(Fault fault, Duration longest) {
        simulator.seed(OFTEN, 0, 0);
        simulator.answerBy(Chaos.seeded(1).weighing(Map.of(fault, 1)).within(longest));
    }

    private List<String> answersTo(Fault fault) throws IOException {
        begin(fault);
        return answers(IntStream.rangeClosed(1, OFTEN).toArray());
    }

    /** Whatever comes, on a connection of its own for each, which ends after it. */
    private List<String> answers(int... classifications) throws IOException {
        List<String> answers = new ArrayList<>();
        for (int number : classifications) {
            try (RawClient client = ask(number, "Connection: close")) {
                answers.add(whatComes(client));
            }
        }
        return answers;
    }

    private RawClient ask(int number, String... headers) throws IOException {
        RawClient client = new RawClient(simulator);
        return client.send(client.deletion("deleteClassification", classification("cls-" + number), headers));
    }

    private static String whatComes(RawClient client) throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try {
            client.readInto(received);
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
        return received.toString(UTF_8);
    }

    private static boolean isDocumented(String answer) {
        return answer.startsWith("HTTP/1.1 200 OK\r\n") && answer.endsWith("\r\n\r\n" + OK_BODY);
    }

    private static Set<String> statusesOf(List<String> answers) {
        return answers.stream().map(answer -> answer.substring(9, 12)).collect(Collectors.toSet());
    }

    private int deletions() {
        return simulator.deletions().size();
    }
}
