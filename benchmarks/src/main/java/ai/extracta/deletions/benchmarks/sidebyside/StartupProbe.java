package ai.extracta.deletions.benchmarks.sidebyside;

import java.time.Duration;

/** Starts a JVM, and lets it show what beginning and idling cost. */
final class StartupProbe {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int CREATED_CLIENTS = 100;
    private static final int HELD_CLIENTS = 10;

    private final ProcessLauncher launcher;

    StartupProbe(ProcessLauncher launcher) {
        this.launcher = launcher;
    }

    StartupObservation observe(int round, ContenderType contender) {
        long begin = System.nanoTime();
        try (JavaProcess client = launcher.start(contender)) {
            client.execute("call", TIMEOUT);
            double firstCall = (System.nanoTime() - begin) / 1e6;
            client.execute("create " + CREATED_CLIENTS, TIMEOUT); // once to get warm
            double perSecond = CREATED_CLIENTS * 1e9 / Long.parseLong(client.execute("create " + CREATED_CLIENTS, TIMEOUT));
            String[] held = client.execute("hold " + HELD_CLIENTS, TIMEOUT).split(" ", -1);
            return new StartupObservation(round, contender, firstCall, perSecond, each(held[0]), each(held[1]));
        }
    }

    private static double each(String all) {
        return Double.parseDouble(all) / HELD_CLIENTS;
    }
}
