package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.benchmarks.driver.Contender;
import ai.extracta.deletions.benchmarks.driver.Target;
import ai.extracta.deletions.transport.TransportSettings;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * A kind of client, with how long it keeps idle connections.
 *
 * @param label its name in tables
 * @param factory creates one for a server
 */
record SparseClient(String label, Function<Target, Contender> factory) {

    private static final Duration LONG = Duration.ofSeconds(60);

    static List<SparseClient> all() {
        Duration standard = TransportSettings.defaults().maxIdleTime();
        return List.of(
                new SparseClient("raw-netty", RawNetty::new),
                new SparseClient("raw-vertx", RawVertx::new),
                ours("netty", standard),
                ours("vertx", standard),
                ours("netty", LONG),
                ours("vertx", LONG));
    }

    private static SparseClient ours(String transport, Duration maxIdleTime) {
        TransportSettings settings =
                TransportSettings.builder().maxIdleTime(maxIdleTime).build();
        return new SparseClient(
                "ours-" + transport + ", " + maxIdleTime.toSeconds() + " s",
                target -> new SdkContender(target, transport, RetryPolicy.safe(), settings));
    }
}
