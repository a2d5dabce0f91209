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
            for (Entrant entrant : measurements.entrants()) {
                if (measurements.contain(entrant, concurrency)) {
                    rows.add(of(measurements, entrant, concurrency));
                }
            }
        }
        return rows;
    }

    private static ResultRow of(Measurements measurements, Entrant entrant, int concurrency) {
        return new ResultRow(
                entrant.label(),
                concurrency,
                measurements
                        .spread(entrant, concurrency, Sample::requestsPerSecond)
                        .median(),
                measurements
                        .ratio(entrant, entrant.raw(), concurrency, Sample::requestsPerSecond)
                        .median(),
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
