package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.testsupport.TransportType;
import ai.extracta.deletions.transport.TransportSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

/** Through HAProxy as a gateway, with TLS, to the simulator. */
@Tag("real-peers")
class HaproxyTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    @TempDir
    static Path keys;

    private static HeldCertificate own;

    @TempDir
    Path directory;

    private ServerProgram haproxy;

    @BeforeAll
    static void createKey() throws Exception {
        own = HeldCertificate.create(keys, "gateway", "ip:127.0.0.1");
    }

    @BeforeEach
    void start() throws Exception {
        ServerProgram.require("haproxy");
        int port = ServerProgram.freePort();
        Path conf = Files.writeString(directory.resolve("haproxy.cfg"), conf(port, ServerProgram.pem(directory, own)));
        haproxy = ServerProgram.start(directory, port, "haproxy", "-db", "-f", conf.toString());
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (haproxy != null) {
            haproxy.stop();
        }
    }

    private String conf(int port, Path pem) throws Exception {
        return String.join(
                "\n",
                "defaults",
                "  mode http",
                "  timeout connect 1s",
                "  timeout client 20s",
                "  timeout server 1s",
                "  retries 0",
                "frontend gateway",
                "  bind 127.0.0.1:" + port + " ssl crt " + pem,
                "  use_backend down if { path_beg /down }",
                "  http-request deny deny_status 429 if { path_beg /full }",
                "  default_backend simulator",
                "backend simulator",
                "  server one 127.0.0.1:" + api.simulator().baseUri().getPort(),
                "backend down",
                "  server none 127.0.0.1:" + ServerProgram.freePort(),
                "");
    }

    @EachTransport
    void forwardsExactlyTheRequest(TransportType transport) {
        api.simulator().seed(1, 1, 0);

        StepVerifier.create(client(transport, "").deleteBatch("cls-1", "cls-1-batch-1"))
                .expectNextCount(1)
                .expectComplete()
                .verify(TIMEOUT);
        assertThat(api.bodies()).containsExactly("{\"classificationId\":\"cls-1\",\"batchId\":\"cls-1-batch-1\"}");
    }

    @EachTransport
    void isUnknownWhenTheServerBehindItIsDown(TransportType transport) {
        ends(transport, "/down", 503, Outcome.UNKNOWN);
    }

    @EachTransport
    void isUnknownWhenTheServerBehindItHangs(TransportType transport) {
        api.simulator().answerAlways(Answer.noResponse());

        ends(transport, "", 504, Outcome.UNKNOWN);
        assertThat(api.simulator().requests()).hasSize(1);
    }

    @EachTransport
    void isUnknownWhenTheServerBehindItDiesAfterDeleting(TransportType transport) {
        api.simulator().seed(1, 0, 0);
        api.simulator().answerAlways(Answer.disconnectAfterDeleting());

        ends(transport, "", 502, Outcome.UNKNOWN);
        assertThat(api.simulator().deletions()).hasSize(1);
        assertThat(api.simulator().requests()).hasSize(1);
    }

    @EachTransport
    void isRefusedWhenItIsFull(TransportType transport) {
        ends(transport, "/full", 429, Outcome.REFUSED);
        assertThat(api.simulator().requests()).isEmpty();
    }

    private void ends(TransportType transport, String prefix, int status, Outcome outcome) {
        StepVerifier.create(client(transport, prefix).deleteClassification("cls-1"))
                .expectErrorSatisfies(
                        failure -> assertThat(failure).isInstanceOfSatisfying(ResponseException.class, failed -> {
                            assertThat(failed.status()).isEqualTo(status);
                            assertThat(failed.outcome()).isEqualTo(outcome);
                        }))
                .verify(TIMEOUT);
    }

    private ClassificationDeletions client(TransportType transport, String prefix) {
        URI uri = URI.create("https://127.0.0.1:" + haproxy.port() + prefix + "/api/v1");
        TransportSettings settings =
                TransportSettings.builder().trust(List.of(own.certificate())).build();
        return api.client(
                transport,
                builder -> builder.baseUri(uri).transportSettings(settings).retryPolicy(RetryPolicy.none()));
    }
}
