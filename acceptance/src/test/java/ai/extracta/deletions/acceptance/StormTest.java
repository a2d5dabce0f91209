package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.acceptance.StormCall.End;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportSettings;
import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Cancelling one call never harms another, even when thousands are cancelled at the worst moments. */
@ParameterizedClass(name = "{0}")
@EnumSource(Transport.class)
class StormTest {

    private static final int CALLS = 20_000;
    private static final int POOL = 8;

    private static HttpTransport transport;
    private static EchoServer server;
    private static List<StormCall> calls;
    private static List<String> seen;
    private static List<String> logged;

    @Parameter
    Transport name;

    @BeforeParameterizedClassInvocation
    static void unleash(Transport name) throws IOException, InterruptedException {
        server = new EchoServer();
        transport = name.create(TransportSettings.builder().maxConnections(POOL).build());
        Logs logs = Logs.capture(
                Level.INFO, java.util.logging.Level.CONFIG, "io.netty", "reactor", "io.vertx", "ai.extracta");
        try (logs) {
            calls = Storm.unleash(transport, server.uri(), CALLS);
        }
        seen = server.seen();
        logged = logs.lines();
    }

    @AfterParameterizedClassInvocation
    static void close() throws IOException {
        transport.closeLater().block(Api.LIMIT);
        server.close();
    }

    @Test
    void wasAStorm() {
        assertThat(calls).hasSize(CALLS);
        for (End end : List.of(End.ANSWERED, End.CANCELLED_UNSENT, End.CANCELLED_MAYBE_SENT)) {
            assertThat(calls.stream().filter(call -> call.ended(end)).count())
                    .as("%s", end)
                    .isGreaterThan(CALLS / 1000);
        }
    }

    @Test
    void failsNoCall() {
        assertThat(calls).filteredOn(call -> call.failure() != null).isEmpty();
    }

    @Test
    void givesEveryCallThatWasNotCancelledItsOwnAnswer() {
        assertThat(calls).filteredOn(call -> call.ended(End.ANSWERED)).allMatch(StormCall::hasItsOwnAnswer);
    }

    @Test
    void neverSendsWhatWasCancelledBeforeItWasAnnounced() {
        Set<String> sent = new HashSet<>(seen);

        assertThat(calls)
                .filteredOn(call -> call.ended(End.CANCELLED_UNSENT))
                .noneMatch(call -> sent.contains(call.id()));
    }

    @Test
    void sendsNothingTwice() {
        assertThat(seen).doesNotHaveDuplicates();
    }

    @Test
    void announcesEachCallAtMostOnce() {
        assertThat(calls).allMatch(call -> call.announcements() <= 1);
    }

    @Test
    void logsNothingAboveDebug() {
        assertThat(logged).isEmpty();
    }

    @Test
    void leavesAPoolThatHasLostNoConnection() throws InterruptedException {
        Semaphore ended = new Semaphore(0);
        List<StormCall> afterwards = IntStream.rangeClosed(1, POOL + 1)
                .mapToObj(i -> new StormCall("after-" + i, ended::release))
                .toList();
        afterwards.forEach(call ->
                transport.exchange(Storm.request(server.heldUri(), call)).subscribe(call));

        assertThat(server.awaitHeld(POOL, Api.LIMIT))
                .as("all connections are in use")
                .isTrue();
        assertThat(server.heldBeyond()).isZero();
        server.release();
        assertThat(ended.tryAcquire(POOL + 1, Duration.ofSeconds(10).toSeconds(), TimeUnit.SECONDS))
                .as("all were answered")
                .isTrue();
        assertThat(afterwards).allMatch(StormCall::hasItsOwnAnswer);
    }
}
