package ai.extracta.deletions.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.testkit.StressExchange.End;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Cancelling one call never harms another, even when thousands are cancelled at the worst moments. */
final class CancellationStressCases {

    /** The JUnit configuration parameter for the number of calls in a storm. */
    static final String EXCHANGES_PARAMETER = "extracta.contract.storm.calls";

    static final int EXCHANGES = 100_000;

    private static final int MAX_CONNECTIONS = 8;

    private CancellationStressCases() {}

    static List<ContractCase> all(int exchanges) {
        return List.of(new ContractCase(
                "affects only cancelled calls in a storm of " + exchanges + " calls",
                context -> run(context, exchanges)));
    }

    private static void run(ContractContext context, int count) throws InterruptedException {
        EchoServer server = context.closeAtEnd(new EchoServer());
        HttpTransport transport = context.transport(
                TransportSettings.builder().maxConnections(MAX_CONNECTIONS).build());
        List<StressExchange> exchanges = CancellationStress.run(transport, server.uri(), count);
        endedInEveryWay(exchanges, count);
        failedNoBystander(exchanges);
        sentNothingCancelled(exchanges, server.receivedBodies());
        sentWholeBodies(exchanges, server.receivedBodies());
        returnedAllConnections(transport, server);
    }

    private static void endedInEveryWay(List<StressExchange> exchanges, int count) {
        assertThat(exchanges).hasSize(count);
        for (End end : List.of(End.COMPLETED, End.CANCELLED_UNSENT, End.CANCELLED_MAYBE_SENT)) {
            assertThat(exchanges.stream()
                            .filter(exchange -> exchange.endedWith(end))
                            .count())
                    .as("calls that were %s", end)
                    .isPositive();
        }
    }

    private static void failedNoBystander(List<StressExchange> exchanges) {
        assertThat(exchanges)
                .as("failed calls")
                .filteredOn(exchange -> exchange.failure() != null)
                .isEmpty();
        assertThat(exchanges)
                .as("completed calls")
                .filteredOn(exchange -> exchange.endedWith(End.COMPLETED))
                .allMatch(StressExchange::hasOwnResponse, "has its own response");
    }

    private static void sentNothingCancelled(List<StressExchange> exchanges, List<String> received) {
        Set<String> sent = new HashSet<>(received);
        assertThat(received).as("requests").hasSameSizeAs(sent);
        assertThat(exchanges)
                .as("calls cancelled before they were announced")
                .filteredOn(exchange -> exchange.endedWith(End.CANCELLED_UNSENT))
                .noneMatch(exchange -> sent.contains(exchange.id()));
        assertThat(exchanges).allMatch(exchange -> exchange.sendingSignals() <= 1, "is announced at most once");
    }

    /** Also of what was cancelled at that moment: without its ids, a deletion could be of more than was requested. */
    private static void sentWholeBodies(List<StressExchange> exchanges, List<String> received) {
        Set<String> bodies = exchanges.stream().map(StressExchange::id).collect(Collectors.toSet());
        assertThat(received).as("bodies").allMatch(bodies::contains, "is that of a call");
    }

    private static void returnedAllConnections(HttpTransport transport, EchoServer server) throws InterruptedException {
        Semaphore ended = new Semaphore(0);
        List<StressExchange> afterwards = IntStream.rangeClosed(1, MAX_CONNECTIONS + 1)
                .mapToObj(i -> new StressExchange("after-" + i, ended::release))
                .toList();
        afterwards.forEach(exchange -> transport
                .exchange(CancellationStress.request(server.heldUri(), exchange))
                .subscribe(exchange));
        assertThat(server.awaitHeld(MAX_CONNECTIONS, ContractContext.TIMEOUT))
                .as("all connections are in use")
                .isTrue();
        assertThat(server.excessHeld()).as("requests beyond the pool").isZero();
        server.release();
        assertThat(ended.tryAcquire(MAX_CONNECTIONS + 1, ContractContext.TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                .as("all completed")
                .isTrue();
        assertThat(afterwards).allMatch(StressExchange::hasOwnResponse, "has its own response");
    }
}
