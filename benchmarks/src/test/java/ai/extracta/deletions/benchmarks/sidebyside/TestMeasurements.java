package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.benchmarks.driver.Sample;
import java.util.List;
import java.util.stream.IntStream;

/** Measurements for tests, made up. */
final class TestMeasurements {

    private TestMeasurements() {}

    /** A second with that many calls, of 1,000 bytes and 10 microseconds each. */
    static Measurement speed(int round, ContenderType contender, int concurrency, long requests) {
        return cost(round, contender, concurrency, requests, 1_000, 10);
    }

    /** The same while other programs took half of the CPU time. */
    static Measurement disturbed(int round, ContenderType contender, int concurrency, long requests) {
        return new Measurement(
                round,
                contender,
                concurrency,
                speed(round, contender, concurrency, requests).sample(),
                0.5,
                Handshakes.NONE);
    }

    /** Rounds that only differ in the speed. */
    static List<Measurement> rounds(ContenderType contender, int concurrency, long... requests) {
        return IntStream.range(0, requests.length)
                .mapToObj(round -> speed(round + 1, contender, concurrency, requests[round]))
                .toList();
    }

    static Measurement cost(
            int round, ContenderType contender, int concurrency, long requests, long bytes, long cpuMicros) {
        return new Measurement(
                round,
                contender,
                concurrency,
                new Sample(
                        requests,
                        1_000_000_000,
                        bytes * requests,
                        cpuMicros * 1_000 * requests,
                        200_000,
                        700_000,
                        cpuMicros * 900 * requests),
                0,
                Handshakes.NONE);
    }
}
