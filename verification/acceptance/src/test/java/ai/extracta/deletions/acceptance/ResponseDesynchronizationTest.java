package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.testsupport.RawResponses;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.testsupport.SocketServer;
import ai.extracta.deletions.testsupport.TransportType;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportSettings;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A response is never assigned to another call: that would confirm a deletion that did not happen. */
class ResponseDesynchronizationTest {

    private static final String REFUSAL = "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n";

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    private final AtomicInteger requests = new AtomicInteger();

    static Stream<Arguments> interim() {
        return TransportType.each(List.of(
                "100 Continue", "101 Switching Protocols", "102 Processing", "103 Early Hints", "199 Whatever"));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("interim")
    void isNotConfirmedByWhatFollowsAnInterimResponseToThePreviousCall(TransportType transport, String status)
            throws IOException {
        try (SocketServer server = SocketServer.start(connection -> delayResponse(connection, status))) {
            ClassificationDeletions client = client(transport, server);
            Mono<DeletionReceipt> first = client.deleteClassification("cls-1").onErrorComplete();

            StepVerifier.create(first.then(client.deleteClassification("cls-2")))
                    .expectErrorSatisfies(refusal -> assertThat(refusal).hasMessageContaining("404"))
                    .verify(SimulatorExtension.TIMEOUT);
        }
    }

    @EachTransport
    void isNotConfirmedByASecondResponseToThePreviousCall(TransportType transport) throws IOException {
        try (SocketServer server = SocketServer.start(this::respondTwice)) {
            ClassificationDeletions client = client(transport, server);
            Flux<DeletionReceipt> calls = Flux.range(1, 3)
                    .concatMap(i -> client.deleteClassification("cls-" + i).onErrorComplete());

            StepVerifier.create(calls.map(receipt -> receipt.request().classificationId()))
                    .expectNext("cls-1")
                    .expectComplete()
                    .verify(SimulatorExtension.TIMEOUT);
        }
    }

    @EachTransport
    void isNotConfirmedByASecondResponseWhileItWaitsForTheConnection(TransportType transport) throws IOException {
        try (SocketServer server = SocketServer.start(this::respondTwice)) {
            ClassificationDeletions client = client(transport, server);
            Flux<DeletionReceipt> calls = Flux.range(1, 3)
                    .flatMap(i -> client.deleteClassification("cls-" + i).onErrorComplete());

            StepVerifier.create(calls.map(receipt -> receipt.request().classificationId()))
                    .expectNext("cls-1")
                    .expectComplete()
                    .verify(SimulatorExtension.TIMEOUT);
        }
    }

    /**
     * Sends an interim response to the first request, and the final one when the next request arrives or does not come.
     */
    private void delayResponse(Socket connection, String interimStatus) throws IOException {
        SocketServer.read(connection.getInputStream());
        if (requests.getAndIncrement() > 0) {
            SocketServer.write(connection, REFUSAL);
            return;
        }
        SocketServer.write(connection, "HTTP/1.1 " + interimStatus + "\r\n\r\n");
        connection.setSoTimeout(500);
        try {
            SocketServer.read(connection.getInputStream());
            SocketServer.write(connection, RawResponses.WHOLE_SUCCESS + REFUSAL);
        } catch (SocketTimeoutException noSecondRequest) {
            SocketServer.write(
                    connection, RawResponses.WHOLE_SUCCESS.replace("\r\n\r\n", "\r\nconnection: close\r\n\r\n"));
        }
    }

    /** Responds twice to the first request in one write, and refuses all others. */
    private void respondTwice(Socket connection) throws IOException {
        while (true) {
            SocketServer.read(connection.getInputStream());
            SocketServer.write(
                    connection,
                    requests.getAndIncrement() == 0
                            ? RawResponses.WHOLE_SUCCESS + RawResponses.WHOLE_SUCCESS
                            : REFUSAL);
        }
    }

    /** Of one connection, for which calls wait in the transport's own queue. */
    private ClassificationDeletions client(TransportType transport, SocketServer server) {
        HttpTransport single = api.transport(
                transport, TransportSettings.builder().maxConnections(1).build());
        return api.closeAtEnd(api.builder()
                .baseUri(URI.create("http://127.0.0.1:" + server.port()))
                .transport(single)
                .retryPolicy(RetryPolicy.none())
                .build());
    }
}
