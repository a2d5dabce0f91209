package ai.extracta.deletions.benchmarks.sidebyside;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** A table of medians. The first call is also compared with that of the bare client in the same round. */
final class StartupReport {

    private static final String HEAD = "%-12s %24s %22s %12s %14s %8s%n"
            .formatted("", "first call, ms (min-max)", "to raw (min-max)", "clients/s", "idle, bytes", "threads");

    private final List<StartupObservation> observations;

    StartupReport(List<StartupObservation> observations) {
        this.observations = List.copyOf(observations);
    }

    String table() {
        StringBuilder table = new StringBuilder(HEAD);
        observations.stream()
                .map(StartupObservation::contender)
                .distinct()
                .forEach(contender -> table.append(row(contender)));
        return table.toString();
    }

    private String row(ContenderType contender) {
        return String.format(
                Locale.ROOT,
                "%-12s %s %s %,12.0f %,14.0f %8.1f%n",
                contender.label(),
                spread(contender, StartupObservation::firstCallMillis).format("%8.0f (%5.0f - %5.0f)"),
                ratioToBaseline(contender).format("%7.2f (%5.2f - %5.2f)"),
                spread(contender, StartupObservation::clientsPerSecond).median(),
                spread(contender, StartupObservation::idleBytes).median(),
                spread(contender, StartupObservation::idleThreads).median());
    }

    private MinMedianMax spread(ContenderType contender, ToDoubleFunction<StartupObservation> figure) {
        return MinMedianMax.of(of(contender).map(figure::applyAsDouble).toList());
    }

    MinMedianMax ratioToBaseline(ContenderType contender) {
        return MinMedianMax.of(of(contender)
                .map(one -> one.firstCallMillis()
                        / of(contender.baseline())
                                .filter(baseline -> baseline.round() == one.round())
                                .findFirst()
                                .orElseThrow()
                                .firstCallMillis())
                .toList());
    }

    private Stream<StartupObservation> of(ContenderType contender) {
        return observations.stream().filter(one -> one.contender() == contender);
    }
}
