package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.testsupport.TransportType;
import ai.extracta.deletions.transport.HttpVersion;
import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.TransportSettings.Protocol;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Through nginx, with TLS, to the simulator. */
@Tag("real-peers")
class NginxTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(40);

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    @TempDir
    static Path keys;

    private static HeldCertificate own;

    @TempDir
    Path directory;

    private ServerProgram nginx;

    @BeforeAll
    static void createKey() throws Exception {
        own = HeldCertificate.create(keys, "gateway", "ip:127.0.0.1");
    }

    @BeforeEach
    void start() throws Exception {
        ServerProgram.require("nginx");
        int port = ServerProgram.freePort();
        Path conf = Files.writeString(directory.resolve("nginx.conf"), conf(port, ServerProgram.pem(directory, own)));
        nginx = ServerProgram.start(directory, port, "nginx", "-p", directory.toString(), "-c", conf.toString());
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (nginx != null) {
            nginx.stop();
        }
    }

    private String conf(int port, Path pem) throws Exception {
        String upstream = "http://127.0.0.1:" + api.simulator().baseUri().getPort();
        return String.join(
                "\n",
                "daemon off; master_process off; pid nginx.pid; error_log error.log;",
                "events { worker_connections 256; }",
                "http {",
                "  log_format times '$msec $status'; access_log access.log times;",
                "  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u;"
                        + " scgi_temp_path s;",
                "  limit_req_zone $binary_remote_addr zone=few:1m rate=2r/s; limit_req_status 429;",
                "  server {",
                "    listen 127.0.0.1:" + port + " ssl; ssl_certificate " + pem + "; ssl_certificate_key " + pem + ";",
                "    keepalive_timeout 1s; client_max_body_size 1k; proxy_read_timeout 1s;",
                "    location /api/ { proxy_pass " + upstream + "; }",
                "    location /limited/ { limit_req zone=few; proxy_pass " + upstream + "/; }",
                "    location /hinted/ { limit_req zone=few; add_header retry-after 1 always; proxy_pass " + upstream
                        + "/; }",
                "    location /down/ { proxy_pass http://127.0.0.1:" + ServerProgram.freePort() + "; }",
                "  }",
                "}",
                "");
    }

    @EachTransport
    void forwardsExactlyTheRequest(TransportType transport) {
        api.simulator().seed(1, 1, 3);
        ClassificationDeletions client = client(transport, "", builder -> builder);

        StepVerifier.create(client.deleteFiles(
                        "cls-1", "cls-1-batch-1", List.of("cls-1-batch-1-file-3", "cls-1-batch-1-file-1")))
                .expectNextCount(1)
                .expectComplete()
                .verify(TIMEOUT);
        assertThat(api.bodies())
                .containsExactly("{\"classificationId\":\"cls-1\",\"batchId\":\"cls-1-batch-1\","
                        + "\"fileIds\":[\"cls-1-batch-1-file-3\",\"cls-1-batch-1-file-1\"]}");
        assertThat(api.simulator().requests().get(0).header("content-length")).contains("112");
    }

    /** It does not offer HTTP/2. */
    @Test
    void speaksHttp11IfItDoesNotSelectHttp2() {
        api.simulator().seed(1, 0, 0);
        TransportSettings settings = trusting().protocol(Protocol.HTTP_2_OR_1_1).build();
        ClassificationDeletions client =
                client(TransportType.NETTY, "", builder -> builder.transportSettings(settings));

        StepVerifier.create(client.deleteClassification("cls-1"))
                .assertNext(receipt -> assertThat(receipt.httpVersion()).contains(HttpVersion.HTTP_1_1))
                .expectComplete()
                .verify(TIMEOUT);
    }

    /** Calls are made just before, at and after the idle timeout of the server's connections. */
    @EachTransport
    void reportsTheTruthAboutACallOnAClosingConnection(TransportType transport) {
        List<Integer> pauses =
                IntStream.rangeClosed(0, 8).mapToObj(i -> 900 + 50 * i).toList();
        api.simulator().seed(2 * pauses.size(), 0, 0);
        Map<String, Object> ends = new ConcurrentHashMap<>();

        Flux.merge(
                        sparseCalls(transport, Duration.ofSeconds(3), 1, pauses, ends),
                        sparseCalls(transport, Duration.ofSeconds(1), 1 + pauses.size(), pauses, ends))
                .blockLast(TIMEOUT);

        assertThat(ends).hasSize(2 * pauses.size());
        List<String> deleted = api.simulator().deletions().stream()
                .map(deletion -> deletion.classificationId())
                .toList();
        ends.forEach((id, end) -> {
            if (end instanceof DeletionReceipt) {
                assertThat(deleted).contains(id);
            } else if (((DeletionException) end).outcome() != Outcome.UNKNOWN) {
                assertThat(deleted).as("%s", end).doesNotContain(id);
            }
        });
        assertThat(deleted).doesNotHaveDuplicates();
        assertThat(ends.values().stream().filter(DeletionReceipt.class::isInstance))
                .as("%s", new TreeMap<>(ends))
                .hasSizeGreaterThan(pauses.size());
    }

    private Flux<Object> sparseCalls(
            TransportType transport, Duration maxIdleTime, int first, List<Integer> pauses, Map<String, Object> ends) {
        TransportSettings settings = trusting().maxIdleTime(maxIdleTime).build();
        ClassificationDeletions client = client(
                transport, "", builder -> builder.transportSettings(settings).retryPolicy(RetryPolicy.none()));
        return Flux.range(0, pauses.size()).concatMap(i -> {
            String id = "cls-" + (first + i);
            return client.deleteClassification(id)
                    .cast(Object.class)
                    .onErrorResume(DeletionException.class, Mono::just)
                    .doOnNext(end -> ends.put(id, end))
                    .delayElement(Duration.ofMillis(pauses.get(i)));
        });
    }

    @EachTransport
    void isRefusedForSureWhenThereAreTooManyCalls(TransportType transport) {
        api.simulator().seed(6, 0, 0);
        ClassificationDeletions client =
                client(transport, "/limited", builder -> builder.retryPolicy(RetryPolicy.none()));

        List<Object> ends = Flux.range(1, 6)
                .flatMap(i -> end(client.deleteClassification("cls-" + i)))
                .collectList()
                .block(TIMEOUT);

        List<String> deleted = new ArrayList<>();
        for (Object end : ends) {
            if (end instanceof DeletionReceipt receipt) {
                deleted.add(receipt.request().classificationId());
            } else {
                assertThat(((ResponseException) end).status()).isEqualTo(429);
                assertThat(((ResponseException) end).outcome()).isEqualTo(Outcome.REFUSED);
            }
        }
        assertThat(deleted).isNotEmpty().hasSizeLessThan(6);
        assertThat(api.simulator().deletions())
                .extracting(deletion -> ((DeleteClassification) deletion).classificationId())
                .containsExactlyInAnyOrderElementsOf(deleted);
    }

    @EachTransport
    void getsEveryCallThroughInTheEnd(TransportType transport) {
        api.simulator().seed(6, 0, 0);
        ClassificationDeletions client = client(
                transport,
                "/limited",
                builder -> builder.retryPolicy(RetryPolicy.includingUnknown().withMaxAttempts(50)));

        StepVerifier.create(Flux.range(1, 6).flatMap(i -> client.deleteClassification("cls-" + i)))
                .expectNextCount(6)
                .expectComplete()
                .verify(TIMEOUT);
        assertThat(api.simulator().deletions()).hasSize(6);
    }

    /** Also retries unknown outcomes: after a second's pause, nginx may be closing the connection. */
    @EachTransport
    void waitsAsLongAsTheServerRequests(TransportType transport) throws Exception {
        api.simulator().seed(3, 0, 0);
        ClassificationDeletions client = client(transport, "/hinted", builder -> builder.maxInFlight(1)
                .retryPolicy(RetryPolicy.includingUnknown().withMaxAttempts(50)));

        StepVerifier.create(Flux.range(1, 3).flatMap(i -> client.deleteClassification("cls-" + i)))
                .expectNextCount(3)
                .expectComplete()
                .verify(TIMEOUT);

        List<String[]> log = Files.readAllLines(directory.resolve("access.log")).stream()
                .map(line -> line.split(" "))
                .toList();
        assertThat(log).anyMatch(line -> line[1].equals("429"));
        for (int i = 0; i + 1 < log.size(); i++) {
            if (log.get(i)[1].equals("429")) {
                double pause = Double.parseDouble(log.get(i + 1)[0]) - Double.parseDouble(log.get(i)[0]);
                assertThat(pause).isGreaterThan(0.99);
            }
        }
    }

    @EachTransport
    void isUnknownWhenTheServerBehindItIsDown(TransportType transport) {
        isUnknown(transport, "/down", 502);
    }

    @EachTransport
    void isUnknownWhenTheServerBehindItHangs(TransportType transport) {
        api.simulator().answerAlways(Answer.noResponse());

        isUnknown(transport, "", 504);
        assertThat(api.simulator().requests()).hasSize(1);
    }

    @EachTransport
    void isUnknownWhenTheServerBehindItDiesAfterDeleting(TransportType transport) {
        api.simulator().seed(1, 0, 0);
        api.simulator().answerAlways(Answer.disconnectAfterDeleting());

        isUnknown(transport, "", 502);
        assertThat(api.simulator().deletions()).hasSize(1);
        assertThat(api.simulator().requests()).hasSize(1);
    }

    @EachTransport
    void isRefusedWhenTheBodyIsTooLargeForIt(TransportType transport) {
        ClassificationDeletions client = client(transport, "", builder -> builder);
        List<String> many = IntStream.range(0, 200).mapToObj(i -> "file-" + i).toList();

        StepVerifier.create(client.deleteFiles("cls-1", "batch-1", many))
                .expectErrorSatisfies(failure -> failedWith(failure, 413, Outcome.REFUSED))
                .verify(TIMEOUT);
        assertThat(api.simulator().requests()).isEmpty();
    }

    private void isUnknown(TransportType transport, String prefix, int status) {
        ClassificationDeletions client = client(transport, prefix, builder -> builder.retryPolicy(RetryPolicy.none()));

        StepVerifier.create(client.deleteClassification("cls-1"))
                .expectErrorSatisfies(failure -> failedWith(failure, status, Outcome.UNKNOWN))
                .verify(TIMEOUT);
    }

    private static void failedWith(Throwable failure, int status, Outcome outcome) {
        assertThat(failure).isInstanceOfSatisfying(ResponseException.class, failed -> {
            assertThat(failed.status()).isEqualTo(status);
            assertThat(failed.outcome()).isEqualTo(outcome);
        });
    }

    private static Mono<Object> end(Mono<DeletionReceipt> call) {
        return call.cast(Object.class).onErrorResume(DeletionException.class, Mono::just);
    }

    private ClassificationDeletions client(
            TransportType transport, String prefix, UnaryOperator<ClassificationDeletions.Builder> changes) {
        URI uri = URI.create("https://127.0.0.1:" + nginx.port() + prefix + "/api/v1");
        return api.client(
                transport,
                builder -> changes.apply(
                        builder.baseUri(uri).transportSettings(trusting().build())));
    }

    private TransportSettings.Builder trusting() {
        return TransportSettings.builder().trust(List.of(own.certificate()));
    }
}
