package ai.extracta.deletions.benchmarks.sidebyside;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how many calls over TLS one event loop of Vert.x carries, beside two of them. */
@Command(
        name = "bin/benchmark-event-loop",
        description = "Measures how many calls over TLS the one event loop of a client on Vert.x carries, and how busy"
                + " it is, beside two such clients (ours-vertx-two), and beside the bare client with calls from one and"
                + " from two event loops (raw-vertx-two).",
        footer = {
            "",
            "Figures, their intervals and question marks are those of bin/benchmark. Ratios are of two event loops"
                    + " to one, and of ours-vertx to raw-vertx. Threads are in cores, CPU time by time: the"
                    + " busiest thread is an event loop, and at 1.00 it is never idle. All threads include the garbage"
                    + " collector and the JIT compiler. The rest of the machine's cores is the server's."
        })
final class EventLoopBenchmark extends BenchmarkCommand {

    private static final Set<ContenderType> CONTENDERS = EnumSet.of(
            ContenderType.RAW_VERTX,
            ContenderType.RAW_VERTX_TWO,
            ContenderType.OURS_VERTX,
            ContenderType.OURS_VERTX_TWO);
    private static final List<Integer> CONCURRENCIES = List.of(16, 64, 128, 256);
    private static final Duration WARM_UP = Duration.ofSeconds(12);
    private static final Duration SAMPLE = Duration.ofMillis(500);
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @Option(names = "--rounds", paramLabel = "N", description = "Number of quiet rounds: ${DEFAULT-VALUE}.")
    int rounds = 10;

    private EventLoopBenchmark() {}

    public static void main(String[] arguments) {
        new EventLoopBenchmark().run(arguments);
    }

    @Override
    public Integer call() throws IOException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        String load = Environment.load();
        ClassPathResolver classPaths = new ClassPathResolver(home, Optional.empty());
        try (MeasurementRunner runner =
                new MeasurementRunner(new ProcessLauncher(classPaths, true, ConnectionMode.KEPT), CONTENDERS)) {
            List<ContenderType> unusedOfCold = runner.warmUp(CONCURRENCIES, WARM_UP, ConnectionMode.KEPT.warmUpCalls());
            Rounds all = new Rounds(Math.max(1, rounds), CONCURRENCIES, () -> System.nanoTime() < deadline);
            Measurements measurements = all.run((round, loads) -> {
                System.err.println("round " + round + " of " + rounds);
                return runner.measure(round, loads, SAMPLE);
            });
            System.out.println(Environment.describe(load, CONTENDERS, classPaths));
            System.out.print(new EventLoopReport(measurements).table());
        }
        return 0;
    }
}
