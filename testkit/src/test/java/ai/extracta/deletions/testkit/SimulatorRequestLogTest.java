package ai.extracta.deletions.testkit;

import static ai.extracta.deletions.testkit.SimulatorClient.TIMEOUT;
import static ai.extracta.deletions.testkit.SimulatorClient.classification;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SimulatorRequestLogTest {

    @AutoClose
    private final ExtractaSimulator simulator = ExtractaSimulator.start();

    private ReceivedRequest received(String request) throws IOException {
        try (RawClient raw = new RawClient(simulator)) {
            raw.send(request);
            return simulator.awaitRequests(1, TIMEOUT).get(0);
        }
    }

    @Test
    void keepsTheHeadAsItWasOnTheWire() throws IOException {
        String head = "DELETE /x?y=1 HTTP/1.1\r\nhost: h\r\nX-oDD:   Käse \t\r\nx-Odd:two\r\ncontent-length: 2\r\n\r\n";

        ReceivedRequest request = received(head + "{}");

        assertThat(request.rawHead().getBytes(ISO_8859_1)).isEqualTo(head.getBytes(UTF_8));
    }

    @Test
    void showsMethodTargetAndHeaders() throws IOException {
        ReceivedRequest request =
                received("PATCH /x?y=1 HTTP/1.1\r\nhost: h\r\nX-oDD:   a b \t\r\nzz: 1\r\nx-Odd:two\r\n\r\n");
        List<String> fields = new ArrayList<>();
        request.headers().forEach((name, value) -> fields.add(name + "=" + value));

        assertThat(request.method()).isEqualTo("PATCH");
        assertThat(request.target()).isEqualTo("/x?y=1");
        assertThat(fields).containsExactly("host=h", "X-oDD=a b", "zz=1", "x-Odd=two");
        assertThat(request.header("X-ODD")).hasValue("a b");
        assertThat(request.header("absent")).isEmpty();
    }

    @Test
    void keepsTheBodyAsBytesAndAsText() throws IOException {
        ReceivedRequest request = received("PUT / HTTP/1.1\r\nhost: h\r\ncontent-length: 4\r\n\r\n€\n");

        assertThat(request.body()).isEqualTo("€\n");
        assertThat(request.bytes()).isEqualTo("€\n".getBytes(UTF_8));
    }

    @Test
    void givesItsBytesAwayAsCopies() throws IOException {
        ReceivedRequest request = received("PUT / HTTP/1.1\r\nhost: h\r\ncontent-length: 1\r\n\r\na");
        request.bytes()[0] = 'b';

        assertThat(request.body()).isEqualTo("a");
    }

    @Test
    void neverPrintsTheKey() throws IOException {
        simulator.answerNext(Answer.noResponse());
        try (RawClient raw = new RawClient(simulator)) {
            raw.send(raw.deletion("deleteClassification", classification("cls-1")));
            List<ReceivedRequest> requests = simulator.awaitRequests(1, TIMEOUT);

            assertThat(requests.get(0).rawHead()).contains(simulator.apiKey());
            assertThat(requests.toString())
                    .contains("DELETE", "Authorization", "connection=1")
                    .doesNotContain(simulator.apiKey());
        }
        assertThat(simulator.toString()).doesNotContain(simulator.apiKey());
    }

    @Test
    void numbersConnectionsInTheOrderTheyCame() throws IOException {
        try (RawClient first = new RawClient(simulator)) {
            simulator.awaitOpenConnections(1, TIMEOUT);
            try (RawClient second = new RawClient(simulator)) {
                second.send(second.deletion("a", "")).readResponse();
                first.send(first.deletion("b", "")).readResponse();
                second.send(second.deletion("c", "")).readResponse();
            }
        }

        assertThat(simulator.requests()).extracting(ReceivedRequest::connection).containsExactly(2, 1, 2);
        assertThat(simulator.connections()).isEqualTo(2);
    }

    @Test
    void recordsARequestBeforeItsResponseIsSent() throws IOException {
        try (RawClient raw = new RawClient(simulator)) {
            for (int i = 1; i <= 200; i++) {
                raw.send(raw.deletion("nowhere", "")).readResponse();
                assertThat(simulator.requests()).hasSize(i);
            }
        }
    }

    @Test
    void saysWhatItSawWhenRequestsDoNotArrive() throws IOException {
        try (RawClient raw = new RawClient(simulator)) {
            raw.send(raw.deletion("nowhere", "")).readResponse();
        }

        assertThatIllegalStateException()
                .isThrownBy(() -> simulator.awaitRequests(2, Duration.ofMillis(1)))
                .withMessageContaining("expected 2 requests, received 1")
                .withMessageContaining("nowhere");
    }

    @Test
    void saysWhatItSawWhenDeletionsDoNotHappen() {
        assertThatIllegalStateException()
                .isThrownBy(() -> simulator.awaitDeletions(1, Duration.ZERO))
                .withMessageContaining("expected 1 deletions, there were 0");
    }

    @Test
    void saysWhatItSawWhenConnectionsStayOpen() throws IOException {
        try (RawClient raw = new RawClient(simulator)) {
            raw.send(raw.deletion("nowhere", "")).readResponse();

            assertThatIllegalStateException()
                    .isThrownBy(() -> simulator.awaitOpenConnections(0, Duration.ofMillis(1)))
                    .withMessageContaining("expected 0 open connections, there are 1 of 1 accepted");
        }
    }

    @Test
    void stopsWaitingWhenInterrupted() {
        Thread.currentThread().interrupt();

        assertThatIllegalStateException()
                .isThrownBy(() -> simulator.awaitRequests(1, Duration.ofDays(1_000_000_000)))
                .withMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }
}
