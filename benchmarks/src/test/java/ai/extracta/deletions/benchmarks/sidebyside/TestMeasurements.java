package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.benchmarks.driver.Sample;

/** Measurements for tests, made up. */
final class TestMeasurements {

    private TestMeasurements() {}

    /** A second with that many calls, of 1,000 bytes and 10 microseconds each. */
    static Measurement speed(int round, ContenderType contender, int concurrency, long requests) {
        return cost(round, contender, concurrency, requests, 1_000, 10);
    }

    static Measurement cost(
            int round, ContenderType contender, int concurrency, long requests, long bytes, long cpuMicros) {
        return new Measurement(
                round,
                contender,
                concurrency,
                new Sample(requests, 1_000_000_000, bytes * requests, cpuMicros * 1_000 * requests, 200_000, 700_000));
    }
}
