package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.benchmarks.driver.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Measures the entrants in turn, all of them alive and warm, each round beginning with another one. */
final class Rounds implements AutoCloseable {

    /** How much longer than the load itself an answer may take. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    private static final long WARM_CALLS = 50_000;

    /** How many times as long as planned the warm-up may take altogether. */
    private static final long PATIENCE = 3;

    private final Map<Entrant, JavaProcess> clients = new EnumMap<>(Entrant.class);
    private final Fleet fleet;

    Rounds(Fleet fleet, Collection<Entrant> entrants) {
        this.fleet = fleet;
        entrants.forEach(entrant -> clients.put(entrant, fleet.start(entrant)));
    }

    /** For at least that time and so many calls, so that also a busy machine has compiled what is called most. */
    void warmUp(List<Integer> concurrencies, Duration time) {
        long deadline =
                System.nanoTime() + time.multipliedBy(clients.size() * PATIENCE).toNanos();
        Duration each = time.dividedBy(concurrencies.size());
        for (JavaProcess client : clients.values()) {
            long calls = 0;
            do {
                for (int concurrency : concurrencies) {
                    calls += load(client, concurrency, each).requests();
                }
            } while (calls < WARM_CALLS && System.nanoTime() - deadline < 0);
        }
    }

    List<Measurement> measure(int round, List<Integer> concurrencies, Duration duration) {
        List<Map.Entry<Entrant, JavaProcess>> order = new ArrayList<>(clients.entrySet());
        Collections.rotate(order, -round);
        List<Measurement> measurements = new ArrayList<>();
        for (int concurrency : concurrencies) {
            for (Map.Entry<Entrant, JavaProcess> client : order) {
                Sample sample = load(client.getValue(), concurrency, duration);
                measurements.add(new Measurement(round, client.getKey(), concurrency, sample));
            }
        }
        return measurements;
    }

    private static Sample load(JavaProcess client, int concurrency, Duration duration) {
        return Sample.parse(client.ask("load " + concurrency + " " + duration.toMillis(), duration.plus(GRACE)));
    }

    @Override
    public void close() {
        clients.values().forEach(JavaProcess::close);
        fleet.close();
    }
}
