package ai.extracta.deletions.benchmarks.sidebyside;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures all contenders and writes the results to the terminal, a file and plots. */
@Command(
        name = "bin/benchmark",
        description = "Measures the SDK beside other HTTP clients, each in its own JVM, in alternating rounds.")
final class ComparisonBenchmark extends BenchmarkCommand {

    @Mixin
    final BenchmarkOptions options = new BenchmarkOptions();

    private ComparisonBenchmark() {}

    public static void main(String[] arguments) {
        new ComparisonBenchmark().run(arguments);
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
        targets().stream()
                .filter(target -> target.isComparable(measurements))
                .forEach(target -> System.out.println(target.describe(measurements)));
        report.warnings().forEach(System.out::println);
        List<ResultRow> rows = ResultRow.of(measurements);
        ResultsFile.write(home.resolve("target/results.json"), rows);
        new PlotWriter(rows).draw(home.resolve("target/plots"));
        return 0;
    }

    private List<PerformanceTarget> targets() {
        return options.tls ? PerformanceTarget.overTls() : PerformanceTarget.all();
    }

    private Measurements measure(ClassPathResolver classPaths, Set<ContenderType> contenders) {
        List<Integer> concurrencies = options.concurrencies();
        List<Measurement> measurements = new ArrayList<>();
        try (MeasurementRunner rounds =
                new MeasurementRunner(new ProcessLauncher(classPaths, options.tls), contenders)) {
            System.err.println("warming up " + contenders.size() + " clients");
            List<ContenderType> cold = rounds.warmUp(concurrencies, options.warmUp());
            if (!cold.isEmpty()) {
                System.err.println("not warmed up on this busy machine; figures are too low for: " + cold);
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
                %s%d rounds, %d ms each, c = %s (negative: blocking threads)%s.
                Medians. Ratios are within a round: to raw-vertx for clients on Vert.x, to raw-netty for all others.
                """.formatted(
                        options.tls ? "TLS 1.3, certificate and host name verified. " : "",
                        options.rounds(),
                        options.sample().toMillis(),
                        options.concurrencies(),
                        options.quick ? "; quick: without c = 1 and 256" : "");
    }
}
