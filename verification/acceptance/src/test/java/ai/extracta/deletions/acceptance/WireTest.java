package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.testkit.ReceivedRequest;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.testsupport.TransportType;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Every byte of each call, as the server reads it. */
class WireTest {

    private static final String PATH = "/api/v1/documentClassification/";

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    @EachTransport
    void deletesAClassificationAsDocumented(TransportType transport) {
        verifyWire(
                transport,
                client -> client.deleteClassification("cls-1"),
                PATH + "deleteClassification",
                "{\"classificationId\":\"cls-1\"}");
    }

    @EachTransport
    void deletesABatchAsDocumented(TransportType transport) {
        verifyWire(
                transport,
                client -> client.deleteBatch("cls-1", "cls-1-batch-1"),
                PATH + "deleteBatch",
                "{\"classificationId\":\"cls-1\",\"batchId\":\"cls-1-batch-1\"}");
    }

    @EachTransport
    void deletesFilesAsDocumented(TransportType transport) {
        verifyWire(
                transport,
                client -> client.deleteFiles(
                        "cls-1", "cls-1-batch-1", List.of("cls-1-batch-1-file-2", "cls-1-batch-1-file-1")),
                PATH + "deleteFiles",
                "{\"classificationId\":\"cls-1\",\"batchId\":\"cls-1-batch-1\","
                        + "\"fileIds\":[\"cls-1-batch-1-file-2\",\"cls-1-batch-1-file-1\"]}");
    }

    @EachTransport
    void sendsTheSameBytesOnAConnectionThatIsUsedAgain(TransportType transport) {
        api.simulator().seed(2, 0, 0);
        ClassificationDeletions client = api.client(transport);
        StepVerifier.create(client.deleteClassification("cls-1").then(client.deleteClassification("cls-2")))
                .expectNextCount(1)
                .expectComplete()
                .verify(SimulatorExtension.TIMEOUT);

        assertThat(api.simulator().connections()).isEqualTo(1);
        List<ReceivedRequest> requests = api.simulator().requests();
        assertThat(requests).hasSize(2);
        assertThat(requests.get(1).rawHead()).isEqualTo(requests.get(0).rawHead());
        assertThat(requests.get(1).body()).isEqualTo("{\"classificationId\":\"cls-2\"}");
    }

    private void verifyWire(
            TransportType transport,
            Function<ClassificationDeletions, Mono<DeletionReceipt>> call,
            String path,
            String body) {
        api.simulator().seed(1, 1, 3);
        StepVerifier.create(call.apply(api.client(transport)))
                .expectNextCount(1)
                .expectComplete()
                .verify(SimulatorExtension.TIMEOUT);

        assertThat(api.simulator().requests()).hasSize(1);
        ReceivedRequest request = api.simulator().requests().get(0);
        String[] lines = request.rawHead().split("\r\n", -1);
        assertThat(lines[0]).isEqualTo("DELETE " + path + " HTTP/1.1");
        assertThat(lines).endsWith("", "");
        assertThat(fields(List.of(lines).subList(1, lines.length - 2)))
                .containsExactlyInAnyOrder(
                        "authorization: Bearer " + api.simulator().apiKey(),
                        "content-type: application/json",
                        "accept: application/json",
                        "user-agent: extracta-deletions/" + System.getProperty("project.version") + " (" + transport
                                + ")",
                        "host: " + api.simulator().baseUri().getAuthority(),
                        "content-length: " + body.length());
        assertThat(request.bytes()).asString().isEqualTo(body);
    }

    /** Names have no case (RFC 9110 section 5.1), values do. */
    private static List<String> fields(List<String> lines) {
        return lines.stream()
                .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT)
                        + line.substring(line.indexOf(':')))
                .toList();
    }
}
