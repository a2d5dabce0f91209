package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.transport.HttpVersion;
import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.TransportSettings.Protocol;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Calls go on, first over HTTP/1.1 and then over HTTP/2, while nginx is restarted every second. For longer, and with
 * figures: {@code -Drolling-restart.seconds=30}.
 */
@Tag("real-peers")
class RollingRestartTest {

    private static final int SECONDS = Integer.getInteger("rolling-restart.seconds", 0);
    private static final Duration LENGTH = Duration.ofSeconds(SECONDS == 0 ? 5 : SECONDS);
    private static final Duration BETWEEN_RESTARTS = Duration.ofSeconds(1);
    private static final Duration UPSTREAM_DELAY = Duration.ofMillis(20);

    /** Of a data centre and the way to it; on loopback, requests hardly ever meet a connection that is being closed. */
    private static final Duration NETWORK_DELAY = Duration.ofMillis(Integer.getInteger("rolling-restart.network", 5));

    private static final int CONCURRENCY = 32;
    private static final int MAX_CALLS = 100_000;
    private static final Duration TIMEOUT = LENGTH.plusSeconds(60);

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    @TempDir
    Path directory;

    private HeldCertificate own;
    private ServerProgram nginx;
    private DelayingRelay relay;

    @BeforeEach
    void start() throws Exception {
        ServerProgram.require("nginx");
        own = HeldCertificate.create(directory, "gateway", "ip:127.0.0.1");
        int port = ServerProgram.freePort();
        Files.writeString(directory.resolve("nginx.conf"), conf(port));
        startNginx(port);
        relay = new DelayingRelay(port, NETWORK_DELAY);
        api.simulator().seed(2 * MAX_CALLS, 0, 0);
        api.simulator().answerAlways(Answer.documented().delayedBy(UPSTREAM_DELAY));
    }

    @AfterEach
    void stop() throws Exception {
        if (nginx != null) {
            relay.close();
            nginx.stop();
        }
    }

    private String conf(int port) throws Exception {
        Path pem = ServerProgram.pem(directory, own);
        return String.join(
                "\n",
                "daemon off; worker_processes 2; pid nginx.pid; error_log error.log;",
                "events { worker_connections 1024; }",
                "http {",
                "  access_log off;",
                "  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u;"
                        + " scgi_temp_path s;",
                "  server {",
                "    listen 127.0.0.1:" + port + " ssl http2; ssl_certificate " + pem + "; ssl_certificate_key " + pem
                        + ";",
                "    location / { proxy_pass http://127.0.0.1:"
                        + api.simulator().baseUri().getPort() + "; }",
                "  }",
                "}",
                "");
    }

    private void startNginx(int port) throws Exception {
        nginx = ServerProgram.start(directory, port, "nginx", "-p", directory.toString(), "-c", "nginx.conf");
    }

    /** New processes take over, old ones finish what they have begun. */
    @Test
    void leavesATenthOfTheUnknownsAtMostOverHttp2IfNginxIsReloaded() {
        Map<String, Integer> http11 = ends(Protocol.HTTP_1_1, this::reload);
        Map<String, Integer> http2 = ends(Protocol.HTTP_2_OR_1_1, this::reload);

        report("reloaded", http11, http2);
        assertThat(10 * unknown(http2)).isLessThanOrEqualTo(unknown(http11));
    }

    /** A killed server leaves calls in flight unknown over any protocol. */
    @Test
    void tellsTheTruthIfNginxIsKilled() {
        Map<String, Integer> http11 = ends(Protocol.HTTP_1_1, this::killAndStart);
        Map<String, Integer> http2 = ends(Protocol.HTTP_2_OR_1_1, this::killAndStart);

        report("killed", http11, http2);
        assertThat(http11).containsKey("CONFIRMED");
        assertThat(http2).containsKey("CONFIRMED");
    }

    private boolean reload() throws Exception {
        ServerProgram.run(directory, "nginx", "-p", directory.toString(), "-c", "nginx.conf", "-s", "reload");
        return true;
    }

    private boolean killAndStart() throws Exception {
        ServerProgram.run(directory, "nginx", "-p", directory.toString(), "-c", "nginx.conf", "-s", "stop");
        nginx.awaitEnd();
        startNginx(nginx.port());
        return true;
    }

    private static int unknown(Map<String, Integer> ends) {
        return ends.getOrDefault(Outcome.UNKNOWN.name(), 0);
    }

    private static void report(String restart, Map<String, Integer> http11, Map<String, Integer> http2) {
        if (SECONDS > 0) {
            System.out.printf("%s%nHTTP/1.1 %s%nHTTP/2   %s%n", restart, http11, http2);
        }
    }

    /** How many calls ended in which way. */
    private Map<String, Integer> ends(Protocol protocol, Callable<Boolean> restart) {
        TransportSettings settings = TransportSettings.builder()
                .protocol(protocol)
                .trust(List.of(own.certificate()))
                .build();
        try (ClassificationDeletions client = api.builder()
                .transport("netty")
                .baseUri(URI.create("https://127.0.0.1:" + relay.port() + "/api/v1"))
                .transportSettings(settings)
                .maxInFlight(CONCURRENCY)
                .retryPolicy(RetryPolicy.safe())
                .build()) {
            Map<String, Object> ends = new ConcurrentHashMap<>();
            AtomicBoolean ended = new AtomicBoolean();
            Mono<Void> calls = calls(client, protocol == Protocol.HTTP_1_1 ? 0 : MAX_CALLS, ends);
            Flux<Boolean> restarts = Flux.interval(BETWEEN_RESTARTS, Schedulers.boundedElastic())
                    .onBackpressureDrop()
                    .takeWhile(i -> !ended.get())
                    .concatMap(i -> Mono.fromCallable(restart), 1);
            Mono.when(calls.doOnTerminate(() -> ended.set(true)), restarts).block(TIMEOUT);
            return counts(ends, protocol);
        }
    }

    /** As many at a time as the client permits, until the time is over. */
    private static Mono<Void> calls(ClassificationDeletions client, int offset, Map<String, Object> ends) {
        return Mono.defer(() -> {
            long end = System.nanoTime() + LENGTH.toNanos();
            return Flux.range(offset + 1, MAX_CALLS)
                    .takeWhile(i -> System.nanoTime() < end)
                    .flatMap(i -> end(client, "cls-" + i, ends), CONCURRENCY)
                    .then();
        });
    }

    private static Mono<Object> end(ClassificationDeletions client, String id, Map<String, Object> ends) {
        return client.deleteClassification(id)
                .cast(Object.class)
                .onErrorResume(DeletionException.class, Mono::just)
                .doOnNext(end -> ends.put(id, end));
    }

    private Map<String, Integer> counts(Map<String, Object> ends, Protocol protocol) {
        Set<String> deleted = api.simulator().deletions().stream()
                .map(deletion -> ((DeleteClassification) deletion).classificationId())
                .collect(Collectors.toSet());
        Map<String, Integer> counts = new TreeMap<>();
        ends.forEach((id, end) -> {
            if (end instanceof DeletionReceipt receipt) {
                assertThat(deleted).contains(id);
                assertThat(receipt.httpVersion())
                        .contains(protocol == Protocol.HTTP_1_1 ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_2);
                counts.merge("CONFIRMED", 1, Integer::sum);
                counts.merge("retried", receipt.attempts() > 1 ? 1 : 0, Integer::sum);
            } else {
                Outcome outcome = ((DeletionException) end).outcome();
                assertThat(outcome == Outcome.UNKNOWN || !deleted.contains(id))
                        .as("%s", end)
                        .isTrue();
                counts.merge(outcome.name(), 1, Integer::sum);
            }
        });
        return counts;
    }
}
