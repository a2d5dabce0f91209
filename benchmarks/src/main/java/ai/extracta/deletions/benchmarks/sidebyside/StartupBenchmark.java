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
final class StartupBenchmark implements Callable<Integer> {

    private static final List<ContenderType> CONTENDERS = List.of(
            ContenderType.RAW_NETTY,
            ContenderType.RAW_VERTX,
            ContenderType.OURS_NETTY,
            ContenderType.OURS_VERTX,
            ContenderType.AZURE_NETTY,
            ContenderType.AZURE_VERTX);

    @Option(names = "--rounds", paramLabel = "N", description = "How many fresh JVMs for each: ${DEFAULT-VALUE}.")
    int rounds = 7;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Says this.")
    boolean help;

    @Option(names = "--home", hidden = true)
    Path home = Path.of("benchmarks");

    private StartupBenchmark() {}

    public static void main(String[] arguments) {
        CommandRunner.run(new StartupBenchmark(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        if (rounds < 1) {
            throw new IllegalArgumentException("--rounds is " + rounds + "; it must be at least 1");
        }
        String load = Environment.load();
        ClassPathResolver classPaths = new ClassPathResolver(home);
        List<StartupObservation> observations = new ArrayList<>();
        try (ProcessLauncher launcher = new ProcessLauncher(classPaths)) {
            StartupProbe probe = new StartupProbe(launcher);
            for (int round = 1; round <= rounds; round++) {
                System.err.println("round " + round + " of " + rounds);
                List<ContenderType> order = new ArrayList<>(CONTENDERS);
                Collections.rotate(order, -round);
                for (ContenderType contender : order) {
                    observations.add(probe.observe(round, contender));
                }
            }
        }
        observations.sort((one, other) -> one.contender().compareTo(other.contender()));
        System.out.println(Environment.describe(load, CONTENDERS, classPaths));
        System.out.println(rounds + " rounds, a fresh JVM each. Medians.");
        System.out.print(new StartupReport(observations).table());
        return 0;
    }
}
