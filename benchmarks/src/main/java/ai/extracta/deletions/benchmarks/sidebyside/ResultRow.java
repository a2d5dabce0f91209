package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.benchmarks.driver.Sample;
import java.util.ArrayList;
import java.util.List;

/** The medians of one entrant at one concurrency, as they stand in results.json. */
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

    private static ResultRow of(Measurements measurements, ContenderType contender, int concurrency) {
        return new ResultRow(
                contender.label(),
                concurrency,
                measurements
                        .spread(contender, concurrency, Sample::requestsPerSecond)
                        .median(),
                measurements
                        .ratio(contender, contender.baseline(), concurrency, Sample::requestsPerSecond)
                        .median(),
                measurements
                        .spread(contender, concurrency, Sample::bytesPerRequest)
                        .median(),
                measurements
                        .spread(contender, concurrency, Sample::cpuMicrosPerRequest)
                        .median(),
                measurements.spread(contender, concurrency, Sample::p50Micros).median(),
                measurements.spread(contender, concurrency, Sample::p99Micros).median());
    }
}
