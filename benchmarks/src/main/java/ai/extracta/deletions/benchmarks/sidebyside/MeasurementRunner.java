package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.benchmarks.driver.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures the running and warmed-up contenders in turn, each round starting with another one. */
final class MeasurementRunner implements AutoCloseable {

    /** How much longer than the load itself a response may take. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    private static final int PASSES = 2;

    private final Map<ContenderType, JavaProcess> clients = new EnumMap<>(ContenderType.class);
    private final ProcessLauncher launcher;

    MeasurementRunner(ProcessLauncher launcher, Collection<ContenderType> contenders) {
        this.launcher = launcher;
        contenders.forEach(contender -> clients.put(contender, launcher.start(contender)));
    }

    /**
     * Loads each contender for that time, and twice as long if too slow to be compiled by then; returns those still
     * cold.
     */
    List<ContenderType> warmUp(List<Integer> concurrencies, Duration time, long minCalls) {
        Duration each = time.dividedBy(concurrencies.size());
        Map<ContenderType, Long> calls = new EnumMap<>(ContenderType.class);
        List<ContenderType> cold = List.copyOf(clients.keySet());
        for (int pass = 0; pass < PASSES && !cold.isEmpty(); pass++) {
            for (int concurrency : concurrencies) {
                clients.forEach((contender, client) ->
                        calls.merge(contender, load(client, concurrency, each).requests(), Long::sum));
            }
            cold = clients.keySet().stream()
                    .filter(contender -> calls.getOrDefault(contender, 0L) < minCalls)
                    .toList();
        }
        return cold;
    }

    List<Measurement> measure(int round, List<Integer> concurrencies, Duration duration) {
        List<Map.Entry<ContenderType, JavaProcess>> order = new ArrayList<>(clients.entrySet());
        Collections.rotate(order, -round);
        List<Measurement> measurements = new ArrayList<>();
        Handshakes unusedOfWarmUp = launcher.takeHandshakes();
        for (int concurrency : concurrencies) {
            for (Map.Entry<ContenderType, JavaProcess> client : order) {
                measurements.add(measure(round, client, concurrency, duration));
            }
        }
        return measurements;
    }

    private Measurement measure(
            int round, Map.Entry<ContenderType, JavaProcess> client, int concurrency, Duration duration) {
        Optional<OtherLoad> before = OtherLoad.now();
        Sample sample = load(client.getValue(), concurrency, duration);
        Handshakes handshakes = launcher.takeHandshakes();
        double others =
                OtherLoad.now().flatMap(after -> before.map(after::shareSince)).orElse(0.0);
        return new Measurement(round, client.getKey(), concurrency, sample, others, handshakes);
    }

    private static Sample load(JavaProcess client, int concurrency, Duration duration) {
        return Sample.parse(client.execute("load " + concurrency + " " + duration.toMillis(), duration.plus(GRACE)));
    }

    @Override
    public void close() {
        clients.values().forEach(JavaProcess::close);
        launcher.close();
    }
}
