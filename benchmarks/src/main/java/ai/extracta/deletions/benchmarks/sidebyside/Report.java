package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.benchmarks.driver.Sample;
import java.util.Locale;

/** The table a person reads. */
final class Report {

    private static final String HEAD = "%-16s %5s %31s %22s %10s %10s %9s %9s%n"
            .formatted("", "c", "requests/s (min-max)", "to raw (min-max)", "bytes", "CPU us", "p50 us", "p99 us");

    private final Measurements measurements;

    Report(Measurements measurements) {
        this.measurements = measurements;
    }

    String table() {
        StringBuilder table = new StringBuilder();
        for (int concurrency : measurements.concurrencies()) {
            table.append(HEAD);
            measurements.entrants().stream()
                    .filter(entrant -> measurements.contain(entrant, concurrency))
                    .forEach(entrant -> table.append(row(entrant, concurrency)));
            table.append(System.lineSeparator());
        }
        return table.toString();
    }

    private String row(Entrant entrant, int concurrency) {
        Spread speed = measurements.spread(entrant, concurrency, Sample::requestsPerSecond);
        Spread ratio = measurements.ratio(entrant, entrant.raw(), concurrency, Sample::requestsPerSecond);
        return String.format(
                Locale.ROOT,
                "%-16s %5d %,11.0f (%,8.0f-%,8.0f) %7.2f (%5.2f - %5.2f) %,10.0f %10.1f %,9.0f %,9.0f%n",
                entrant.label(),
                concurrency,
                speed.median(),
                speed.min(),
                speed.max(),
                ratio.median(),
                ratio.min(),
                ratio.max(),
                measurements
                        .spread(entrant, concurrency, Sample::bytesPerRequest)
                        .median(),
                measurements
                        .spread(entrant, concurrency, Sample::cpuMicrosPerRequest)
                        .median(),
                measurements.spread(entrant, concurrency, Sample::p50Micros).median(),
                measurements.spread(entrant, concurrency, Sample::p99Micros).median());
    }
}
