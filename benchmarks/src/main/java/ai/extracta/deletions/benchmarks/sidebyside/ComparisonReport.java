package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.benchmarks.driver.Sample;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The table on the terminal. */
final class ComparisonReport {

    private static final String HEAD = "%-16s %5s %31s %22s %10s %10s %9s %9s%n"
            .formatted("", "c", "requests/s (min-max)", "to raw (min-max)", "bytes", "CPU us", "p50 us", "p99 us");

    /** On a quiet machine the median speed is at least this fraction of the maximum. */
    private static final double MIN_QUIET_RATIO = 0.75;

    private final Measurements measurements;

    ComparisonReport(Measurements measurements) {
        this.measurements = measurements;
    }

    String table() {
        StringBuilder table = new StringBuilder();
        for (int concurrency : measurements.concurrencies()) {
            table.append(HEAD);
            measurements.contenders().stream()
                    .filter(contender -> measurements.contain(contender, concurrency))
                    .forEach(contender -> table.append(row(contender, concurrency)));
            table.append(System.lineSeparator());
        }
        return table.toString();
    }

    /** A line for each load at which the speed of a bare client varied a lot: other programs were running. */
    List<String> warnings() {
        return measurements.contenders().stream()
                .filter(contender -> contender == contender.baseline())
                .flatMap(bare -> measurements.concurrencies().stream()
                        .filter(concurrency -> measurements.contain(bare, concurrency))
                        .flatMap(concurrency -> warning(bare, concurrency).stream()))
                .toList();
    }

    private Optional<String> warning(ContenderType bare, int concurrency) {
        MinMedianMax speed = measurements.spread(bare, concurrency, Sample::requestsPerSecond);
        return speed.median() >= MIN_QUIET_RATIO * speed.max()
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "The machine was not quiet: at c = %d %s made %,.0f requests/s at best, but %,.0f in the median."
                                + " Do not rely on ratios of speed and CPU there.",
                        concurrency,
                        bare.label(),
                        speed.max(),
                        speed.median()));
    }

    private String row(ContenderType contender, int concurrency) {
        MinMedianMax speed = measurements.spread(contender, concurrency, Sample::requestsPerSecond);
        MinMedianMax ratio =
                measurements.ratio(contender, contender.baseline(), concurrency, Sample::requestsPerSecond);
        return String.format(
                Locale.ROOT,
                "%-16s %5d %s %s %,10.0f %10.1f %,9.0f %,9.0f%n",
                contender.label(),
                concurrency,
                speed.format("%,11.0f (%,8.0f-%,8.0f)"),
                ratio.format("%7.2f (%5.2f - %5.2f)"),
                measurements.median(contender, concurrency, Sample::bytesPerRequest),
                measurements.median(contender, concurrency, Sample::cpuMicrosPerRequest),
                measurements.median(contender, concurrency, Sample::p50Micros),
                measurements.median(contender, concurrency, Sample::p99Micros));
    }
}
