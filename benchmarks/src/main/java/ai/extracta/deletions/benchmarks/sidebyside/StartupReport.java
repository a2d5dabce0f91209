package ai.extracta.deletions.benchmarks.sidebyside;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The table of what beginning and idling cost; medians, and the first call also beside the bare client of the same round. */
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
                .map(StartupObservation::entrant)
                .distinct()
                .forEach(entrant -> table.append(row(entrant)));
        return table.toString();
    }

    private String row(Entrant entrant) {
        Spread first = spread(entrant, StartupObservation::firstCallMillis);
        Spread ratio = toRaw(entrant);
        return String.format(
                Locale.ROOT,
                "%-12s %8.0f (%5.0f - %5.0f) %7.2f (%5.2f - %5.2f) %,12.0f %,14.0f %8.1f%n",
                entrant.label(),
                first.median(),
                first.min(),
                first.max(),
                ratio.median(),
                ratio.min(),
                ratio.max(),
                spread(entrant, StartupObservation::clientsPerSecond).median(),
                spread(entrant, StartupObservation::idleBytes).median(),
                spread(entrant, StartupObservation::idleThreads).median());
    }

    private Spread spread(Entrant entrant, ToDoubleFunction<StartupObservation> figure) {
        return Spread.of(of(entrant).map(figure::applyAsDouble).toList());
    }

    Spread toRaw(Entrant entrant) {
        return Spread.of(of(entrant)
                .map(one -> one.firstCallMillis()
                        / of(entrant.raw())
                                .filter(raw -> raw.round() == one.round())
                                .findFirst()
                                .orElseThrow()
                                .firstCallMillis())
                .toList());
    }

    private Stream<StartupObservation> of(Entrant entrant) {
        return observations.stream().filter(one -> one.entrant() == entrant);
    }
}
