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
final class SideBySide implements Callable<Integer> {

    @Mixin
    final RunOptions options = new RunOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Says this.")
    boolean help;

    @Option(names = "--home", hidden = true)
    Path home = Path.of("benchmarks");

    private SideBySide() {}

    public static void main(String[] arguments) {
        Program.run(new SideBySide(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        options.check();
        ClassPaths classPaths = new ClassPaths(home);
        Set<Entrant> entrants = options.entrants();
        String load = Machine.load();
        Measurements measurements = measure(classPaths, entrants);
        System.out.println(Machine.describe(load, entrants, classPaths));
        System.out.println(explanation());
        Report report = new Report(measurements);
        System.out.print(report.table());
        Goal.all().stream()
                .filter(goal -> goal.canBeToldFrom(measurements))
                .forEach(goal -> System.out.println(goal.verdict(measurements)));
        report.doubts().forEach(System.out::println);
        List<ResultRow> rows = ResultRow.of(measurements);
        ResultsFile.write(home.resolve("target/results.json"), rows);
        new Plots(rows).draw(home.resolve("target/plots"));
        return 0;
    }

    private Measurements measure(ClassPaths classPaths, Set<Entrant> entrants) {
        List<Integer> concurrencies = options.concurrencies();
        List<Measurement> measurements = new ArrayList<>();
        try (Rounds rounds = new Rounds(new Fleet(classPaths), entrants)) {
            System.err.println("warming up " + entrants.size() + " clients");
            List<Entrant> cold = rounds.warmUp(concurrencies, options.warmUp());
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
