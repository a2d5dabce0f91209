package ai.extracta.deletions.benchmarks.sidebyside;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures, and says what came out: on the terminal, in a file, in pictures. */
@Command(
        name = "bin/benchmark",
        description = "Measures the SDK beside other HTTP clients; each in a JVM of its own, in alternating rounds.")
final class ComparisonBenchmark implements Callable<Integer> {

    @Mixin
    final BenchmarkOptions options = new BenchmarkOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Says this.")
    boolean help;

    @Option(names = "--home", hidden = true)
    Path home = Path.of("benchmarks");

    private ComparisonBenchmark() {}

    public static void main(String[] arguments) {
        CommandRunner.run(new ComparisonBenchmark(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        options.check();
        ClassPathResolver classPaths = new ClassPathResolver(home);
        Set<ContenderType> contenders = options.contenders();
        String load = Environment.load();
        Measurements measurements = measure(classPaths, contenders);
        System.out.println(Environment.describe(load, contenders, classPaths));
        System.out.println(explanation());
        ComparisonReport report = new ComparisonReport(measurements);
        System.out.print(report.table());
        PerformanceTarget.all().stream()
                .filter(goal -> goal.isComparable(measurements))
                .forEach(goal -> System.out.println(goal.describe(measurements)));
        report.warnings().forEach(System.out::println);
        List<ResultRow> rows = ResultRow.of(measurements);
        ResultsFile.write(home.resolve("target/results.json"), rows);
        new PlotWriter(rows).draw(home.resolve("target/plots"));
        return 0;
    }

    private Measurements measure(ClassPathResolver classPaths, Set<ContenderType> contenders) {
        List<Integer> concurrencies = options.concurrencies();
        List<Measurement> measurements = new ArrayList<>();
        try (MeasurementRunner rounds = new MeasurementRunner(new ProcessLauncher(classPaths), contenders)) {
            System.err.println("warming up " + contenders.size() + " clients");
            List<ContenderType> cold = rounds.warmUp(concurrencies, options.warmUp());
            if (!cold.isEmpty()) {
                System.err.println("not warm, since the machine is busy; their figures are too low: " + cold);
            }
            for (int round = 1; round <= options.rounds(); round++) {
                System.err.println("round " + round + " of " + options.rounds());
                measurements.addAll(rounds.measure(round, concurrencies, options.sample()));
            }
        }
        return new Measurements(measurements);
    }

    private String explanation() {
        return """
                %d rounds, %d ms each, c = %s (negative: blocking threads)%s.
                Medians. Ratios are taken within a round: to raw-vertx for those on Vert.x, to raw-netty for all others.
                """.formatted(
                        options.rounds(),
                        options.sample().toMillis(),
                        options.concurrencies(),
                        options.quick ? "; quick: without c = 1 and 256" : "");
    }
}
