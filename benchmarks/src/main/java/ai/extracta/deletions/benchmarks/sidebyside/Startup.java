package ai.extracta.deletions.benchmarks.sidebyside;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What it costs to begin, and to have a client that is not in use. */
@Command(
        name = "bin/benchmark-startup",
        description = "Measures the first call of fresh JVMs, making and closing clients, and what an idle one holds.")
final class Startup implements Callable<Integer> {

    private static final List<Entrant> ENTRANTS = List.of(
            Entrant.RAW_NETTY,
            Entrant.RAW_VERTX,
            Entrant.OURS_NETTY,
            Entrant.OURS_VERTX,
            Entrant.AZURE_NETTY,
            Entrant.AZURE_VERTX);

    @Option(names = "--rounds", paramLabel = "N", description = "How many fresh JVMs for each: ${DEFAULT-VALUE}.")
    int rounds = 7;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Says this.")
    boolean help;

    @Option(names = "--home", hidden = true)
    Path home = Path.of("benchmarks");

    private Startup() {}

    public static void main(String[] arguments) {
        Program.run(new Startup(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        if (rounds < 1) {
            throw new IllegalArgumentException("--rounds is " + rounds + "; it must be at least 1");
        }
        String load = Machine.load();
        ClassPaths classPaths = new ClassPaths(home);
        List<StartupObservation> observations = new ArrayList<>();
        try (Fleet fleet = new Fleet(classPaths)) {
            StartupProbe probe = new StartupProbe(fleet);
            for (int round = 1; round <= rounds; round++) {
                System.err.println("round " + round + " of " + rounds);
                List<Entrant> order = new ArrayList<>(ENTRANTS);
                Collections.rotate(order, -round);
                for (Entrant entrant : order) {
                    observations.add(probe.observe(round, entrant));
                }
            }
        }
        observations.sort((one, other) -> one.entrant().compareTo(other.entrant()));
        System.out.println(Machine.describe(load, ENTRANTS, classPaths));
        System.out.println(rounds + " rounds, a fresh JVM each. Medians.");
        System.out.print(new StartupReport(observations).table());
        return 0;
    }
}
