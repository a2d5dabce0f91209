package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.benchmarks.driver.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The medians of one contender at one concurrency, as in {@code results.json}. */
record ResultRow(
        String contender,
        int concurrency,
        double requestsPerSecond,
        double ratioToRaw,
        double bytesPerRequest,
        double cpuMicrosPerRequest,
        double p50Micros,
        double p99Micros) {

    static List<ResultRow> of(Measurements measurements) {
        List<ResultRow> rows = new ArrayList<>();
        for (int concurrency : measurements.concurrencies()) {
            for (ContenderType contender : measurements.contenders()) {
                if (measurements.contain(contender, concurrency)) {
                    rows.add(of(measurements, contender, concurrency));
                }
            }
        }
        return rows;
    }

    private static ResultRow of(Measurements all, ContenderType contender, int concurrency) {
        return new ResultRow(
                contender.label(),
                concurrency,
                median(all, contender, concurrency, Sample::requestsPerSecond),
                all.ratio(contender, all.baselineOf(contender), concurrency, Sample::requestsPerSecond)
                        .median(),
                median(all, contender, concurrency, Sample::bytesPerRequest),
                median(all, contender, concurrency, Sample::cpuMicrosPerRequest),
                median(all, contender, concurrency, Sample::p50Micros),
                median(all, contender, concurrency, Sample::p99Micros));
    }

    private static double median(
            Measurements all, ContenderType contender, int concurrency, ToDoubleFunction<Sample> figure) {
        return all.estimate(contender, concurrency, figure).median();
    }
}
