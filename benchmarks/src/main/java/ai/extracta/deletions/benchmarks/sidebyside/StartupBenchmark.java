package ai.extracta.deletions.benchmarks.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the cost of the first call and of idle clients. */
@Command(
        name = "bin/benchmark-startup",
        description =
                "Measures the first call of a new JVM, creating and closing clients, and what an idle client holds.")
final class StartupBenchmark extends BenchmarkCommand {

    private static final List<ContenderType> CONTENDERS = List.of(
            ContenderType.RAW_NETTY,
            ContenderType.RAW_VERTX,
            ContenderType.OURS_NETTY,
            ContenderType.OURS_VERTX,
            ContenderType.AZURE_NETTY,
            ContenderType.AZURE_VERTX);

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int CREATED_CLIENTS = 100;
    private static final int HELD_CLIENTS = 10;

    @Option(names = "--rounds", paramLabel = "N", description = "Number of new JVMs for each client: ${DEFAULT-VALUE}.")
    int rounds = 7;

    /** The built program, and the options that its script starts Java with; bin/benchmark-startup passes them. */
    @Option(names = "--program", hidden = true)
    @Nullable Path program;

    @Option(names = "--quick-start", hidden = true, split = " ")
    List<String> quickStart = List.of();

    private StartupBenchmark() {}

    public static void main(String[] arguments) {
        new StartupBenchmark().run(arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (rounds < 1) {
            throw new IllegalArgumentException("--rounds is " + rounds + "; it must be at least 1");
        }
        String load = Environment.load();
        ClassPathResolver classPaths = new ClassPathResolver(home, Optional.empty());
        List<StartupObservation> observations = new ArrayList<>();
        try (ProcessLauncher launcher = launcher()) {
            for (int round = 1; round <= rounds; round++) {
                System.err.println("round " + round + " of " + rounds);
                List<ContenderType> order = new ArrayList<>(CONTENDERS);
                Collections.rotate(order, -round);
                for (ContenderType contender : order) {
                    observations.add(observe(launcher, round, contender));
                }
            }
        }
        observations.sort((one, other) -> one.contender().compareTo(other.contender()));
        System.out.println(Environment.describe(load, CONTENDERS, classPaths));
        System.out.println(rounds + " rounds, each in a new JVM. Medians.");
        System.out.print(new StartupReport(observations).table());
        System.out.println();
        System.out.print(measureWithArchives());
        if (program != null) {
            System.out.println();
            System.out.print(measure(program));
        }
        return 0;
    }

    private String measureWithArchives() throws IOException {
        try (ProcessLauncher launcher = launcher()) {
            System.err.println("archives of classes");
            ArchivedStart starts =
                    new ArchivedStart(launcher, System.getProperty("java.class.path"), home.resolve("target/archives"));
            for (int round = 1; round <= rounds; round++) {
                System.err.println("with archives, round " + round + " of " + rounds);
                starts.round();
            }
            return starts.table();
        }
    }

    private String measure(Path jar) throws IOException, InterruptedException {
        try (ProcessLauncher launcher = launcher()) {
            Path folder = Files.createDirectories(home.resolve("target"));
            ProgramStart runs = new ProgramStart(jar, quickStart, launcher.origin(), folder);
            for (int round = 1; round <= rounds; round++) {
                System.err.println("program, round " + round + " of " + rounds);
                runs.round(round);
            }
            return runs.table();
        }
    }

    private ProcessLauncher launcher() {
        return new ProcessLauncher(new ClassPathResolver(home, Optional.empty()), false, ConnectionMode.KEPT);
    }

    private static StartupObservation observe(ProcessLauncher launcher, int round, ContenderType contender) {
        long begin = System.nanoTime();
        try (JavaProcess client = launcher.start(contender)) {
            client.execute("call", TIMEOUT);
            double firstCall = (System.nanoTime() - begin) / 1e6;
            String create = "create " + CREATED_CLIENTS;
            client.execute(create, TIMEOUT); // warm-up
            double perSecond = CREATED_CLIENTS * 1e9 / Long.parseLong(client.execute(create, TIMEOUT));
            String[] held = client.execute("hold " + HELD_CLIENTS, TIMEOUT).split(" ", -1);
            return new StartupObservation(
                    round, contender, firstCall, perSecond, perClient(held[0]), perClient(held[1]));
        }
    }

    private static double perClient(String total) {
        return Double.parseDouble(total) / HELD_CLIENTS;
    }
}
