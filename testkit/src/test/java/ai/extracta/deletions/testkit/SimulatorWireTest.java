package ai.extracta.deletions.testkit;

import static ai.extracta.deletions.testkit.SimulatorClient.TIMEOUT;
import static ai.extracta.deletions.testkit.SimulatorClient.classification;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is on the wire, byte by byte. */
@Timeout(60)
class SimulatorWireTest {

    private static final String BODY = classification("cls-1");
    private static final String ENDPOINT = "deleteClassification";

    private final ExtractaSimulator simulator = ExtractaSimulator.start();
    private RawClient raw;

    @BeforeEach
    void connect() throws IOException {
        raw = new RawClient(simulator);
        simulator.seed(3, 0, 0);
    }

    @AfterEach
    void close() throws IOException {
        raw.close();
        simulator.close();
    }

    @Test
    void respondsByteForByteLikeThis() throws IOException {
        raw.send(raw.deletion(ENDPOINT, BODY));

        assertThat(raw.readResponse())
                .isEqualTo(String.join(
                        "\r\n",
                        "HTTP/1.1 200 OK",
                        "content-type: application/json; charset=utf-8",
                        "content-length: 55",
                        "",
                        "{\"status\":\"success\",\"message\":\"Classification deleted\"}"));
    }

    @Test
    void keepsTheConnectionForTheNextRequest() throws IOException {
        raw.send(raw.deletion(ENDPOINT, BODY));
        String first = raw.readResponse();
        raw.send(raw.deletion(ENDPOINT, BODY));
        String second = raw.readResponse();

        assertThat(first).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(second).startsWith("HTTP/1.1 404 Not Found\r\n");
        assertThat(simulator.requests()).extracting(ReceivedRequest::connection).containsExactly(1, 1);
    }

    @Test
    void processesPipelinedRequestsInOrder() throws IOException {
        raw.send(raw.deletion(ENDPOINT, BODY) + raw.deletion("nowhere", "{}") + raw.deletion(ENDPOINT, BODY));

        assertThat(List.of(raw.readResponse(), raw.readResponse(), raw.readResponse()))
                .extracting(response -> response.substring(9, 12))
                .containsExactly("200", "404", "404");
    }

    @Test
    void readsARequestThatArrivesByteByByte() throws IOException {
        String request = raw.deletion(ENDPOINT, BODY);
        for (int i = 0; i < request.length(); i++) {
            raw.send(request.substring(i, i + 1));
        }

        assertThat(raw.readResponse()).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection: close", "connection: Keep-Alive, Close"})
    void closesTheConnectionOnRequest(String header) throws IOException {
        raw.send(raw.deletion(ENDPOINT, BODY, header));

        assertThat(raw.readToEnd()).startsWith("HTTP/1.1 200 OK\r\n").contains("\r\nconnection: close\r\n");
        simulator.awaitOpenConnections(0, TIMEOUT);
    }

    @Test
    void closesTheConnectionOfAnHttp10Client() throws IOException {
        raw.send(raw.deletion(ENDPOINT, BODY, "Connection: keep-alive")
                .replace("HTTP/1.1", "HTTP/1.0")
                .replace("Host: 127.0.0.1\r\n", ""));

        assertThat(raw.readToEnd()).startsWith("HTTP/1.1 200 OK\r\n").contains("\r\nconnection: close\r\n");
    }

    @Test
    void respondsToAClientThatOnlyStoppedSending() throws IOException {
        raw.send(raw.deletion(ENDPOINT, BODY)).stopSending();

        assertThat(raw.readToEnd()).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void readsAChunkedBody() throws IOException {
        raw.send(raw.head(ENDPOINT, "Transfer-Encoding: Chunked"))
                .send("5;note=\"x\"\r\n" + BODY.substring(0, 5) + "\r\n")
                .send("%X\r\n%s\r\n".formatted(BODY.length() - 5, BODY.substring(5)))
                .send("0\r\nTrailer: ignored\r\n\r\n")
                .send(raw.deletion(ENDPOINT, BODY));

        assertThat(raw.readResponse()).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(raw.readResponse()).startsWith("HTTP/1.1 404 Not Found\r\n");
        assertThat(simulator.requests()).extracting(ReceivedRequest::body).containsExactly(BODY, BODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\r\n", "\r\n", "-1\r\n", "5\r\n123456\r\n", "fffffffffffffffff\r\n"})
    void respondsWith400ToAMalformedChunk(String chunk) throws IOException {
        raw.send(raw.head(ENDPOINT, "Transfer-Encoding: chunked")).send(chunk);

        assertThat(raw.readToEnd()).startsWith("HTTP/1.1 400 Bad Request\r\n");
        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void respondsWith413ToATooLongChunkedBodyBeforeItArrives() throws IOException {
        raw.send(raw.head(ENDPOINT, "Transfer-Encoding: chunked"))
                .send("1\r\nx\r\n%X\r\n".formatted(BodyFraming.MAX_LENGTH));

        assertThat(raw.readToEnd()).startsWith("HTTP/1.1 413 Content Too Large\r\n");
    }

    @Test
    void respondsWith413ToATooLongBodyBeforeItArrives() throws IOException {
        raw.send(raw.head(ENDPOINT, "Content-Length: " + (BodyFraming.MAX_LENGTH + 1L), "Expect: 100-continue"));

        assertThat(raw.readToEnd())
                .startsWith("HTTP/1.1 413 Content Too Large\r\n")
                .contains("\"status\":\"error\"");
    }

    @Test
    void takesABodyAsLongAsTheLimit() throws IOException {
        int pieces = 64;
        String filler = " ".repeat(BodyFraming.MAX_LENGTH / pieces);

        raw.send(raw.head(ENDPOINT, "Content-Length: " + BodyFraming.MAX_LENGTH))
                .send(BODY);
        raw.send(filler.substring(BODY.length()));
        for (int i = 1; i < pieces; i++) {
            raw.send(filler);
        }

        assertThat(raw.readResponse()).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void respondsWith431ToATooLongHead() throws IOException {
        raw.send(raw.head(ENDPOINT, "X-Filler: " + "x".repeat(RequestHead.MAX_LENGTH)));

        assertThat(raw.readToEnd()).startsWith("HTTP/1.1 431 Request Header Fields Too Large\r\n");
        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void takesALongHead() throws IOException {
        raw.send(raw.deletion(ENDPOINT, BODY, "X-Filler: " + "x".repeat(60_000)));

        assertThat(raw.readResponse()).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void sendsContinueToAClientThatExpectsIt() throws IOException {
        raw.send(raw.head(ENDPOINT, "Content-Length: " + BODY.length(), "Expect: 100-continue"));
        String interim = raw.readHead();
        raw.send(BODY);

        assertThat(interim).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
        assertThat(raw.readResponse()).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "DELETE /\r\n\r\n",
                "DELETE  / HTTP/1.1\r\nHost: h\r\n\r\n",
                "DELETE / HTTP/1.1 \r\nHost: h\r\n\r\n",
                "DELETE / http/1.1\r\nHost: h\r\n\r\n",
                "DEL(TE / HTTP/1.1\r\nHost: h\r\n\r\n",
                "DELETE / HTTP/1.1\r\n\r\n",
                "DELETE / HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n",
                "DELETE / HTTP/1.1\r\nHost: h\r\nno colon\r\n\r\n",
                "DELETE / HTTP/1.1\r\nHost: h\r\nspace : x\r\n\r\n",
                "DELETE / HTTP/1.1\r\nHost: h\r\nA: b\r\n folded\r\n\r\n",
                "DELETE / HTTP/1.1\r\nHost: h\r\n: x\r\n\r\n",
                "DELETE / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
                "DELETE / HTTP/1.1\r\nHost: h\r\nContent-Length: 1x\r\n\r\n",
                "DELETE / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "DELETE / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "DELETE / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"
            })
    void respondsWith400ToWhatIsNotHttpAndClosesTheConnection(String request) throws IOException {
        raw.send(request);

        assertThat(raw.readToEnd())
                .startsWith("HTTP/1.1 400 Bad Request\r\n")
                .contains("\r\nconnection: close\r\n")
                .contains("{\"status\":\"error\",\"message\":\"");
        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void respondsWith505ToAnotherVersion() throws IOException {
        raw.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

        assertThat(raw.readToEnd()).startsWith("HTTP/1.1 505 HTTP Version Not Supported\r\n");
    }

    @Test
    void respondsWith501ToAnUnknownTransferEncoding() throws IOException {
        raw.send(raw.head(ENDPOINT, "Transfer-Encoding: gzip, chunked"));

        assertThat(raw.readToEnd()).startsWith("HTTP/1.1 501 Not Implemented\r\n");
    }

    @Test
    void givesTheLastResponseToAClientThatIsStillSending() throws IOException {
        raw.send("nonsense\r\n\r\n" + "x".repeat(200_000));

        assertThat(raw.readToEnd()).startsWith("HTTP/1.1 400 Bad Request\r\n");
    }

    @Test
    void takesTheSameLengthTwice() throws IOException {
        raw.send(raw.deletion(ENDPOINT, BODY, "Content-Length: " + BODY.length()));

        assertThat(raw.readResponse()).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void acceptsBareLineFeedsAndLeadingEmptyLines() throws IOException {
        String request = raw.deletion(ENDPOINT, BODY).replace("\r\n", "\n");

        raw.send("\r\n\r\n" + request + "\n" + request);

        assertThat(raw.readResponse()).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(raw.readResponse()).startsWith("HTTP/1.1 404 Not Found\r\n");
    }

    @Test
    void takesTheTargetAProxyWouldGet() throws IOException {
        raw.send(raw.deletion(ENDPOINT, BODY).replace(" /api", " HTTP://api.extracta.ai:80/api"));

        assertThat(raw.readResponse()).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void respondsToHeadWithoutABody() throws IOException {
        raw.send(raw.deletion(ENDPOINT, "").replace("DELETE", "HEAD") + raw.deletion(ENDPOINT, BODY));

        assertThat(raw.readHead())
                .startsWith("HTTP/1.1 405 Method Not Allowed\r\n")
                .contains("\r\nallow: DELETE\r\n");
        assertThat(raw.readResponse()).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void respondsWith401ToTwoAuthorizations() throws IOException {
        raw.send(raw.deletion(ENDPOINT, BODY, "Authorization: Bearer " + simulator.apiKey()));

        assertThat(raw.readResponse()).startsWith("HTTP/1.1 401 Unauthorized\r\n");
    }

    @Test
    void ignoresARequestThatNeverBecameComplete() throws IOException {
        List<Classification> seeded = simulator.classifications();
        raw.send(raw.head(ENDPOINT, "Content-Length: 1000")).send(BODY).stopSending();

        assertThat(raw.readToEnd()).isEmpty();
        assertThat(simulator.requests()).isEmpty();
        assertThat(simulator.classifications()).isEqualTo(seeded);
    }

    @Test
    void keepsServingOthersAfterAConnectionBroke() throws IOException {
        raw.send("DELETE /api");
        raw.close();

        try (RawClient other = new RawClient(simulator)) {
            other.send(other.deletion(ENDPOINT, BODY));
            assertThat(other.readResponse()).startsWith("HTTP/1.1 200 OK\r\n");
        }
        assertThat(simulator.deletions()).containsExactly(new DeleteClassification("cls-1"));
    }
}
