package ai.extracta.deletions.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.testkit.StormCall.End;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Cancelling one call never harms another, even when thousands are cancelled at the worst moments. */
final class StormCases {

    /** Says how many calls a storm makes. */
    static final String CALLS_PARAMETER = "extracta.contract.storm.calls";

    static final int CALLS = 100_000;

    private static final int POOL = 8;

    private StormCases() {}

    static List<ContractCase> all(int calls) {
        return List.of(new ContractCase(
                "harms nobody but the cancelled in a storm of " + calls + " calls", trial -> unleash(trial, calls)));
    }

    private static void unleash(Trial trial, int count) throws InterruptedException {
        EchoServer server = trial.keep(new EchoServer());
        HttpTransport transport =
                trial.transport(TransportSettings.builder().maxConnections(POOL).build());
        List<StormCall> calls = Storm.unleash(transport, server.uri(), count);
        wasAStorm(calls, count);
        harmedNobody(calls);
        sentNothingWithdrawn(calls, server.seen());
        leftAllConnections(transport, server);
    }

    private static void wasAStorm(List<StormCall> calls, int count) {
        assertThat(calls).hasSize(count);
        for (End end : List.of(End.ANSWERED, End.CANCELLED_UNSENT, End.CANCELLED_MAYBE_SENT)) {
            assertThat(calls.stream().filter(call -> call.ended(end)).count())
                    .as("calls that were %s", end)
                    .isPositive();
        }
    }

    private static void harmedNobody(List<StormCall> calls) {
        assertThat(calls)
                .as("failed calls")
                .filteredOn(call -> call.failure() != null)
                .isEmpty();
        assertThat(calls)
                .as("answered calls")
                .filteredOn(call -> call.ended(End.ANSWERED))
                .allMatch(StormCall::hasItsOwnAnswer, "has its own answer");
    }

    private static void sentNothingWithdrawn(List<StormCall> calls, List<String> seen) {
        Set<String> sent = new HashSet<>(seen);
        assertThat(seen).as("requests").hasSameSizeAs(sent);
        assertThat(calls)
                .as("calls cancelled before they were announced")
                .filteredOn(call -> call.ended(End.CANCELLED_UNSENT))
                .noneMatch(call -> sent.contains(call.id()));
        assertThat(calls).allMatch(call -> call.announcements() <= 1, "is announced at most once");
    }

    private static void leftAllConnections(HttpTransport transport, EchoServer server) throws InterruptedException {
        Semaphore ended = new Semaphore(0);
        List<StormCall> afterwards = IntStream.rangeClosed(1, POOL + 1)
                .mapToObj(i -> new StormCall("after-" + i, ended::release))
                .toList();
        afterwards.forEach(call ->
                transport.exchange(Storm.request(server.heldUri(), call)).subscribe(call));
        assertThat(server.awaitHeld(POOL, Trial.LIMIT))
                .as("all connections are in use")
                .isTrue();
        assertThat(server.heldBeyond()).as("requests beyond the pool").isZero();
        server.release();
        assertThat(ended.tryAcquire(POOL + 1, Trial.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as("all were answered")
                .isTrue();
        assertThat(afterwards).allMatch(StormCall::hasItsOwnAnswer, "has its own answer");
    }
}
