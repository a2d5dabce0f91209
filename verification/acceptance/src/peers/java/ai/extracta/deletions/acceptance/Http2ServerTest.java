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
import ai.extracta.deletions.transport.HttpVersion;
import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.TransportSettings.Protocol;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Over HTTP/2 through servers of others, to the simulator. */
@Tag("real-peers")
class Http2ServerTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(40);
    private static final int CALLS = 400;

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    @TempDir
    static Path keys;

    private static HeldCertificate own;

    @TempDir
    Path directory;

    private ServerProgram program;
    private ClassificationDeletions client;

    @BeforeAll
    static void createKey() throws Exception {
        own = HeldCertificate.create(keys, "gateway", "ip:127.0.0.1");
    }

    private void start(Http2Server server) throws Exception {
        ServerProgram.require(server.toString());
        Path pem = ServerProgram.pem(directory, own);
        program = server.start(
                directory,
                ServerProgram.freePort(),
                pem,
                api.simulator().baseUri().getPort());
        client = client("");
        api.simulator().seed(CALLS, 0, 0);
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (program != null) {
            program.stop();
        }
    }

    private ClassificationDeletions client(String prefix) {
        TransportSettings settings = TransportSettings.builder()
                .protocol(Protocol.HTTP_2_OR_1_1)
                .trust(List.of(own.certificate()))
                .maxIdleTime(Duration.ofSeconds(5))
                .build();
        return api.closeAtEnd(api.builder()
                .transport("netty")
                .baseUri(URI.create("https://127.0.0.1:" + program.port() + prefix + "/api/v1"))
                .transportSettings(settings)
                .retryPolicy(RetryPolicy.safe())
                .build());
    }

    @ParameterizedTest
    @EnumSource
    void forwardsACall(Http2Server server) throws Exception {
        start(server);

        StepVerifier.create(client.deleteClassification("cls-1"))
                .assertNext(receipt -> assertThat(receipt.httpVersion()).contains(HttpVersion.HTTP_2))
                .expectComplete()
                .verify(TIMEOUT);
        assertThat(api.bodies()).containsExactly("{\"classificationId\":\"cls-1\"}");
    }

    @ParameterizedTest
    @EnumSource
    void passesARefusalOn(Http2Server server) throws Exception {
        start(server);

        StepVerifier.create(client.deleteClassification("nonexistent"))
                .expectErrorSatisfies(failure -> isRefused(failure, 404))
                .verify(TIMEOUT);
    }

    @ParameterizedTest
    @EnumSource(names = {"NGINX", "HAPROXY", "CADDY"})
    void refusesWhenItIsFull(Http2Server server) throws Exception {
        start(server);

        StepVerifier.create(client("/full").withRetryPolicy(RetryPolicy.none()).deleteClassification("cls-1"))
                .expectErrorSatisfies(failure -> isRefused(failure, 429))
                .verify(TIMEOUT);
        assertThat(api.simulator().requests()).isEmpty();
    }

    private static void isRefused(Throwable failure, int status) {
        assertThat(failure).isInstanceOfSatisfying(ResponseException.class, refused -> {
            assertThat(refused.status()).isEqualTo(status);
            assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(refused.httpVersion()).contains(HttpVersion.HTTP_2);
        });
    }

    /** More calls than streams, and than requests per connection, so that the server goes away under load. */
    @ParameterizedTest
    @EnumSource
    void leavesNothingUnknownUnderLoad(Http2Server server) throws Exception {
        start(server);
        api.simulator().answerAlways(Answer.documented().delayedBy(Duration.ofMillis(5)));

        Map<String, Object> ends = ends(false);

        assertThat(ends.values()).allMatch(DeletionReceipt.class::isInstance);
        isTrue(ends);
    }

    @ParameterizedTest
    @EnumSource
    void leavesKeptCallsAloneWhileOthersAreCancelled(Http2Server server) throws Exception {
        start(server);
        api.simulator().answerAlways(Answer.documented().delayedBy(Duration.ofMillis(5)));

        Map<String, Object> ends = ends(true);

        assertThat(ends).hasSize(CALLS / 2);
        assertThat(ends.values()).allMatch(DeletionReceipt.class::isInstance);
        isTrue(ends);
        StepVerifier.create(client.withRetryPolicy(RetryPolicy.none()).deleteClassification("nonexistent"))
                .expectError(ResponseException.class)
                .verify(TIMEOUT);
    }

    /** Calls are made just before, at and after the idle timeout of the server's connection. */
    @ParameterizedTest
    @EnumSource
    void tellsTheTruthAboutCallsOnAClosingConnection(Http2Server server) throws Exception {
        start(server);

        Map<String, Object> ends = new ConcurrentHashMap<>();
        Flux.range(1, 7)
                .concatMap(i -> end("cls-" + i, ends).delayElement(Duration.ofMillis(880 + 40L * i)))
                .blockLast(TIMEOUT);

        assertThat(ends).hasSize(7);
        isTrue(ends);
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheTruthWhenItIsKilled(Http2Server server) throws Exception {
        start(server);
        api.simulator().answerAlways(Answer.documented().delayedBy(Duration.ofMillis(100)));

        isTrue(endsWhile(server.hardSignal()));
    }

    @ParameterizedTest
    @EnumSource
    void leavesNothingUnknownWhenItStopsGracefully(Http2Server server) throws Exception {
        start(server);
        api.simulator().answerAlways(Answer.documented().delayedBy(Duration.ofMillis(100)));

        Map<String, Object> ends = endsWhile(server.gracefulSignal());

        isTrue(ends);
        assertThat(ends.values())
                .filteredOn(DeletionException.class::isInstance)
                .allMatch(failure -> ((DeletionException) failure).outcome() == Outcome.NOT_SENT);
    }

    private Map<String, Object> endsWhile(String signal) {
        Map<String, Object> ends = new ConcurrentHashMap<>();
        Mono<Void> calls =
                Flux.range(1, 40).flatMap(i -> end("cls-" + i, ends), 40).then();
        Mono<Boolean> stop = Mono.fromCallable(() -> {
            api.awaitRequests(4);
            program.signal(signal);
            return true;
        });
        Mono.when(calls, stop.subscribeOn(Schedulers.boundedElastic())).block(TIMEOUT);
        assertThat(ends).hasSize(40);
        return ends;
    }

    private Map<String, Object> ends(boolean cancelling) {
        Map<String, Object> ends = new ConcurrentHashMap<>();
        Random random = new Random(1);
        Flux.range(1, CALLS)
                .flatMap(
                        i -> cancelling && i % 2 == 0
                                ? end("cls-" + i, new ConcurrentHashMap<>())
                                        .take(Duration.ofNanos(random.nextInt(30_000_000)))
                                : end("cls-" + i, ends),
                        64)
                .blockLast(TIMEOUT);
        return ends;
    }

    private Mono<Object> end(String id, Map<String, Object> ends) {
        return client.deleteClassification(id)
                .cast(Object.class)
                .onErrorResume(DeletionException.class, Mono::just)
                .doOnNext(end -> ends.put(id, end));
    }

    /** Compares the ends with what the simulator did. */
    private void isTrue(Map<String, Object> ends) {
        List<String> deleted = api.simulator().deletions().stream()
                .map(deletion -> ((DeleteClassification) deletion).classificationId())
                .toList();
        assertThat(deleted).doesNotHaveDuplicates();
        ends.forEach((id, end) -> {
            if (end instanceof DeletionReceipt receipt) {
                assertThat(receipt.request().classificationId()).isEqualTo(id);
                assertThat(receipt.httpVersion()).contains(HttpVersion.HTTP_2);
                assertThat(deleted).contains(id);
            } else if (((DeletionException) end).outcome() != Outcome.UNKNOWN) {
                assertThat(deleted).as("%s", end).doesNotContain(id);
            }
        });
    }
}
