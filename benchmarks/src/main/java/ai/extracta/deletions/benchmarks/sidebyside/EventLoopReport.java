package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.benchmarks.driver.Sample;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A table of speeds and of how busy threads are. Compares two event loops with one, the SDK with the bare client. */
final class EventLoopReport {

    private static final String HEAD = "%-16s %5s %32s %24s %24s %12s%n"
            .formatted("", "c", "requests/s (95 %) ", "ratio (95 %) ", "busiest thread (95 %) ", "all threads ");

    private final Measurements measurements;

    EventLoopReport(Measurements measurements) {
        this.measurements = measurements;
    }

    String table() {
        StringBuilder table = new StringBuilder(HEAD);
        for (int concurrency : measurements.concurrencies()) {
            measurements.contenders().forEach(contender -> table.append(row(contender, concurrency)));
        }
        return table.toString();
    }

    private String row(ContenderType contender, int concurrency) {
        MedianEstimate ratio =
                measurements.ratio(contender, compared(contender), concurrency, Sample::requestsPerSecond);
        return String.format(
                Locale.ROOT,
                "%-16s %5d %s %s %s %s%n",
                contender.label(),
                concurrency,
                figure(contender, concurrency, Sample::requestsPerSecond).format("%,11.0f (%,8.0f-%,8.0f)"),
                ratio.format("%7.2f (%5.2f - %5.2f)"),
                figure(contender, concurrency, Sample::busiestThread).format("%7.2f (%5.2f - %5.2f)"),
                figure(contender, concurrency, Sample::cores).formatMedian("%11.2f"));
    }

    private static ContenderType compared(ContenderType contender) {
        return contender == ContenderType.OURS_VERTX_TWO ? ContenderType.OURS_VERTX : contender.baseline();
    }

    private MedianEstimate figure(ContenderType contender, int concurrency, ToDoubleFunction<Sample> figure) {
        return measurements.estimate(contender, concurrency, figure);
    }
}
