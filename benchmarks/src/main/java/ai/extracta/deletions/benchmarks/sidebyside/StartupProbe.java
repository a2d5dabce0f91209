package ai.extracta.deletions.benchmarks.sidebyside;

import java.time.Duration;

/** Starts a JVM, and lets it show what beginning and idling cost. */
final class StartupProbe {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int CREATED = 100;
    private static final int HELD = 10;

    private final Fleet fleet;

    StartupProbe(Fleet fleet) {
        this.fleet = fleet;
    }

    StartupObservation observe(int round, Entrant entrant) {
        long begin = System.nanoTime();
        try (JavaProcess client = fleet.start(entrant)) {
            client.ask("call", LIMIT);
            double firstCall = (System.nanoTime() - begin) / 1e6;
            client.ask("create " + CREATED, LIMIT); // once to get warm
            double perSecond = CREATED * 1e9 / Long.parseLong(client.ask("create " + CREATED, LIMIT));
            String[] held = client.ask("hold " + HELD, LIMIT).split(" ", -1);
            return new StartupObservation(round, entrant, firstCall, perSecond, each(held[0]), each(held[1]));
        }
    }

    private static double each(String all) {
        return Double.parseDouble(all) / HELD;
    }
}
