package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.benchmarks.driver.Sample;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The table on the terminal. */
final class ComparisonReport {

    private final Measurements measurements;

    ComparisonReport(Measurements measurements) {
        this.measurements = measurements;
    }

    String table() {
        StringBuilder table = new StringBuilder();
        for (int concurrency : measurements.concurrencies()) {
            table.append(head());
            measurements.contenders().stream()
                    .filter(contender -> measurements.contain(contender, concurrency))
                    .forEach(contender -> table.append(row(contender, concurrency)));
            table.append(System.lineSeparator());
        }
        return table.toString();
    }

    /** A line for each contender and load with handshakes. */
    List<String> handshakes() {
        return measurements.concurrencies().stream()
                .flatMap(concurrency ->
                        measurements.contenders().stream().flatMap(contender -> handshakes(contender, concurrency)))
                .toList();
    }

    private Stream<String> handshakes(ContenderType contender, int concurrency) {
        return Stream.of(measurements.handshakes(contender, concurrency))
                .filter(some -> some.all() > 0)
                .map(some -> String.format(
                        Locale.ROOT,
                        "%-16s c=%3d  %,9d handshakes, %3.0f %% resumed",
                        contender.label(),
                        concurrency,
                        some.all(),
                        some.resumedPercent()));
    }

    /** A line for each load at which other programs disturbed too many rounds. */
    List<String> warnings() {
        return measurements.concurrencies().stream()
                .filter(concurrency -> measurements.quietRounds(concurrency) < MedianEstimate.MIN_ROUNDS)
                .map(concurrency -> String.format(
                        Locale.ROOT,
                        "Only %d rounds were quiet for all at c = %d: do not rely on figures with a question mark.",
                        measurements.quietRounds(concurrency),
                        concurrency))
                .toList();
    }

    private String head() {
        boolean revisions = measurements.contenders().stream().anyMatch(ContenderType::isBaseRevision);
        return String.format(
                "%-16s %5s %32s %24s %11s %11s %10s %10s%n",
                "",
                "c",
                "requests/s (95 %) ",
                (revisions ? "to base" : "to raw") + " (95 %) ",
                "bytes ",
                "CPU us ",
                "p50 us ",
                "p99 us ");
    }

    private String row(ContenderType contender, int concurrency) {
        MedianEstimate ratio = measurements.ratio(
                contender, measurements.baselineOf(contender), concurrency, Sample::requestsPerSecond);
        return String.format(
                Locale.ROOT,
                "%-16s %5d %s %s %s %s %s %s%n",
                contender.label(),
                concurrency,
                figure(contender, concurrency, Sample::requestsPerSecond).format("%,11.0f (%,8.0f-%,8.0f)"),
                ratio.format("%7.2f (%5.2f - %5.2f)"),
                figure(contender, concurrency, Sample::bytesPerRequest).formatMedian("%,10.0f"),
                figure(contender, concurrency, Sample::cpuMicrosPerRequest).formatMedian("%10.1f"),
                figure(contender, concurrency, Sample::p50Micros).formatMedian("%,9.0f"),
                figure(contender, concurrency, Sample::p99Micros).formatMedian("%,9.0f"));
    }

    private MedianEstimate figure(ContenderType contender, int concurrency, ToDoubleFunction<Sample> figure) {
        return measurements.estimate(contender, concurrency, figure);
    }
}
