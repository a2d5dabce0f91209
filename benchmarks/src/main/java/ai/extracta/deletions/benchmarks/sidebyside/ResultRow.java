package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.benchmarks.driver.Sample;
import java.util.ArrayList;
import java.util.List;

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
                all.median(contender, concurrency, Sample::requestsPerSecond),
                all.ratio(contender, contender.baseline(), concurrency, Sample::requestsPerSecond)
                        .median(),
                all.median(contender, concurrency, Sample::bytesPerRequest),
                all.median(contender, concurrency, Sample::cpuMicrosPerRequest),
                all.median(contender, concurrency, Sample::p50Micros),
                all.median(contender, concurrency, Sample::p99Micros));
    }
}
