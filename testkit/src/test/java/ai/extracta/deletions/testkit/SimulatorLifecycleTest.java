package ai.extracta.deletions.testkit;

import static ai.extracta.deletions.testkit.SimulatorClient.TIMEOUT;
import static ai.extracta.deletions.testkit.SimulatorClient.classification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SimulatorLifecycleTest {

    @Test
    void startsOnAFreePortOfTheLoopbackAddress() {
        try (ExtractaSimulator simulator = ExtractaSimulator.start()) {
            assertThat(simulator.baseUri().toString()).matches("http://127\\.0\\.0\\.1:[0-9]+/api/v1");
            assertThat(simulator).hasToString("ExtractaSimulator[" + simulator.baseUri() + "]");
        }
    }

    @Test
    void hasAKeyOfItsOwn() {
        try (ExtractaSimulator one = ExtractaSimulator.start();
                ExtractaSimulator other = ExtractaSimulator.start()) {
            assertThat(one.apiKey()).isNotBlank().isNotEqualTo(other.apiKey());
        }
    }

    @Test
    void startsWithThePortAndTheKeyItIsGiven() throws IOException {
        int port = freePort();
        try (ExtractaSimulator simulator =
                ExtractaSimulator.builder().port(port).apiKey("key-1").start()) {
            simulator.seed(1, 0, 0);

            assertThat(simulator.baseUri().getPort()).isEqualTo(port);
            assertThat(simulator.apiKey()).isEqualTo("key-1");
            assertThat(new SimulatorClient(simulator)
                            .delete("deleteClassification", classification("cls-1"))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private static int freePort() {
        try (ExtractaSimulator simulator = ExtractaSimulator.start()) {
            return simulator.baseUri().getPort();
        }
    }

    @Test
    void saysThatAPortIsTaken() {
        try (ExtractaSimulator simulator = ExtractaSimulator.start()) {
            int taken = simulator.baseUri().getPort();

            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> ExtractaSimulator.builder().port(taken).start())
                    .withMessageContaining("127.0.0.1, port " + taken);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void refusesAPortThatDoesNotExist(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExtractaSimulator.builder().port(port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\r\nb", "schlüssel"})
    void refusesAKeyThatNoHeaderCanCarryAndDoesNotRepeatIt(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExtractaSimulator.builder().apiKey(key))
                .withMessage("the key must be visible ASCII without spaces, at least one character");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 401, 410})
    void refusesAnotherStatusForUnknownIds(int status) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExtractaSimulator.builder().unknownIdStatus(status));
    }

    @Test
    void closesThePortAndEveryConnectionAndEndsAllThreads() throws IOException {
        ExtractaSimulator simulator = ExtractaSimulator.start();
        simulator.answerNext(Answer.noResponse());
        try (RawClient idle = new RawClient(simulator);
                RawClient waiting = new RawClient(simulator)) {
            waiting.send(waiting.deletion("deleteClassification", classification("cls-1")));
            simulator.awaitRequests(1, TIMEOUT);
            simulator.awaitOpenConnections(2, TIMEOUT);
            assertThat(threadsOf(simulator)).hasSize(3).allMatch(Thread::isDaemon);

            simulator.close();

            assertThat(idle.readToEnd()).isEmpty();
            assertThat(waiting.readToEnd()).isEmpty();
            assertThat(threadsOf(simulator)).isEmpty();
            assertThat(simulator.openConnections()).isZero();
            assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new RawClient(simulator));
        }
    }

    private static List<Thread> threadsOf(ExtractaSimulator simulator) {
        String prefix = "extracta-simulator-" + simulator.baseUri().getPort() + "-";
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .toList();
    }

    @Test
    void closesTwice() {
        ExtractaSimulator simulator = ExtractaSimulator.start();
        simulator.close();
        simulator.close();

        assertThat(simulator.openConnections()).isZero();
    }

    @Test
    void keepsItsStateAndLogsReadableAfterClosing() throws IOException {
        ExtractaSimulator simulator = ExtractaSimulator.start();
        simulator.seed(2, 0, 0);
        new SimulatorClient(simulator).delete("deleteClassification", classification("cls-1"));

        simulator.close();

        assertThat(simulator.classifications()).hasSize(1);
        assertThat(simulator.deletions()).hasSize(1);
        assertThat(simulator.requests()).hasSize(1);
        assertThat(simulator.connections()).isEqualTo(1);
    }

    @Test
    void countsConnectionsAsTheyComeAndGo() throws IOException {
        try (ExtractaSimulator simulator = ExtractaSimulator.start()) {
            try (RawClient first = new RawClient(simulator)) {
                try (RawClient second = new RawClient(simulator)) {
                    second.send(second.deletion("nowhere", "")).readResponse();
                    simulator.awaitOpenConnections(2, TIMEOUT);
                }
                simulator.awaitOpenConnections(1, TIMEOUT);
                first.send(first.deletion("nowhere", "")).readResponse();
            }
            simulator.awaitOpenConnections(0, TIMEOUT);

            assertThat(simulator.connections()).isEqualTo(2);
            assertThat(simulator.openConnections()).isZero();
        }
    }
}
