package ai.extracta.deletions.benchmarks.sidebyside;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures all contenders and writes the results to the terminal, a file and plots. */
@Command(
        name = "bin/benchmark",
        description = "Measures the SDK beside other HTTP clients, each in its own JVM, in alternating rounds.",
        footer = {
            "",
            "A sample is disturbed if other programs and the hypervisor took more than 5 %% of the CPU time meanwhile."
                    + " Rounds are repeated at each load until enough were quiet or --minutes have passed."
                    + " Figures are medians of the quiet rounds, with their 95 %% confidence interval. A question"
                    + " mark follows a figure that cannot be relied on: one of fewer than 6 quiet rounds, or with an"
                    + " interval that exceeds a tenth of the median on either side. A target is undecided if there are"
                    + " fewer than 6 quiet rounds or the bound is within the interval. Between revisions a difference"
                    + " is shown if it is 3 %% or more and 1 is not within the interval."
        })
final class ComparisonBenchmark extends BenchmarkCommand {

    @Mixin
    final BenchmarkOptions options = new BenchmarkOptions();

    private ComparisonBenchmark() {}

    public static void main(String[] arguments) {
        new ComparisonBenchmark().run(arguments);
    }

    @Override
    public Integer call() throws IOException {
        long deadline = System.nanoTime() + options.limit().toNanos();
        options.check();
        ClassPathResolver classPaths = new ClassPathResolver(home, options.revision());
        Set<ContenderType> contenders = options.contenders();
        String load = Environment.load();
        Measurements measurements = measure(classPaths, contenders, deadline);
        System.out.println(Environment.describe(load, contenders, classPaths));
        System.out.println(explanation(measurements));
        ComparisonReport report = new ComparisonReport(measurements);
        System.out.print(report.table());
        targets().stream()
                .filter(target -> target.isComparable(measurements))
                .forEach(target -> System.out.println(target.describe(measurements)));
        new RevisionReport(measurements).lines().forEach(System.out::println);
        report.handshakes().forEach(System.out::println);
        report.warnings().forEach(System.out::println);
        List<ResultRow> rows = ResultRow.of(measurements);
        ResultsFile.write(home.resolve("target/results.json"), rows);
        new PlotWriter(rows).draw(home.resolve("target/plots"));
        return 0;
    }

    private List<PerformanceTarget> targets() {
        if (options.connections != ConnectionMode.KEPT) {
            return List.of();
        }
        if (options.http2) {
            return options.cancelled > 0 ? List.of() : PerformanceTarget.overHttp2();
        }
        return options.tls ? PerformanceTarget.overTls() : PerformanceTarget.all();
    }

    private Measurements measure(ClassPathResolver classPaths, Set<ContenderType> contenders, long deadline) {
        List<Integer> concurrencies = options.concurrencies();
        try (MeasurementRunner runner = new MeasurementRunner(
                new ProcessLauncher(classPaths, options.isSecure(), options.connections, options::clientOptions),
                contenders)) {
            System.err.println("warming up " + contenders.size() + " clients");
            List<ContenderType> cold =
                    runner.warmUp(concurrencies, options.warmUp(), options.connections.warmUpCalls());
            if (!cold.isEmpty()) {
                System.err.println("not warmed up on this busy machine; figures are too low for: " + cold);
            }
            Rounds rounds = new Rounds(options.rounds(), concurrencies, () -> System.nanoTime() < deadline);
            return rounds.run((round, loads) -> {
                System.err.println("round " + round + " of " + options.rounds()
                        + (round > options.rounds() ? ", disturbed rounds again: c = " + loads : ""));
                return runner.measure(round, loads, options.sample());
            });
        }
    }

    private String explanation(Measurements measurements) {
        String quiet = options.concurrencies().stream()
                .map(concurrency -> String.valueOf(measurements.quietRounds(concurrency)))
                .collect(Collectors.joining(", ", "[", "]"));
        return """
                %s%d rounds, of which quiet for all: %s, %d ms each, c = %s (negative: blocking threads)%s.
                Medians of quiet rounds, with 95 %% confidence intervals. "?": do not rely on this figure (--help).
                Ratios are within a round: to %s.
                """.formatted(
                        (options.isSecure() ? "TLS 1.3, certificate and host name verified. " : "")
                                + (options.cancelled > 0
                                        ? options.cancelled + " % of the calls are cancelled and do not count. "
                                        : ""),
                        measurements.rounds(),
                        quiet,
                        options.sample().toMillis(),
                        options.concurrencies(),
                        options.quick ? "; quick: without c = 1 and 256" : "",
                        options.compare == null
                                ? "raw-vertx for clients on Vert.x, to raw-netty for all others"
                                : "the same transport of revision " + options.compare);
    }
}
