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

    private static final long WARM_CALLS = 20_000;
    private static final int PASSES = 2;

    private final Map<Entrant, JavaProcess> clients = new EnumMap<>(Entrant.class);
    private final Fleet fleet;

    Rounds(Fleet fleet, Collection<Entrant> entrants) {
        this.fleet = fleet;
        entrants.forEach(entrant -> clients.put(entrant, fleet.start(entrant)));
    }

    /**
     * All in turn, for at least that time each, and on a busy machine twice as long, until whatever is called most is
     * compiled.
     *
     * @return whose figures will be too low, since that was not enough
     */
    List<Entrant> warmUp(List<Integer> concurrencies, Duration time) {
        Duration each = time.dividedBy(concurrencies.size());
        Map<Entrant, Long> calls = new EnumMap<>(Entrant.class);
        List<Entrant> cold = List.copyOf(clients.keySet());
        for (int pass = 0; pass < PASSES && !cold.isEmpty(); pass++) {
            for (int concurrency : concurrencies) {
                clients.forEach((entrant, client) ->
                        calls.merge(entrant, load(client, concurrency, each).requests(), Long::sum));
            }
            cold = clients.keySet().stream()
                    .filter(entrant -> calls.getOrDefault(entrant, 0L) < WARM_CALLS)
                    .toList();
        }
        return cold;
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
