package ai.extracta.deletions.benchmarks.driver;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The figures of one measurement.
 *
 * @param requests the number of completed requests
 * @param nanos the total time
 * @param allocatedBytes by all threads of the client's JVM
 * @param cpuNanos of the client's JVM
 * @param p50Nanos the median latency
 * @param p99Nanos the 99th percentile of the latency
 * @param busiestThreadNanos the CPU time of the client's thread that took most
 */
public record Sample(
        long requests,
        long nanos,
        long allocatedBytes,
        long cpuNanos,
        long p50Nanos,
        long p99Nanos,
        long busiestThreadNanos) {

    public double requestsPerSecond() {
        return requests * 1e9 / nanos;
    }

    public double bytesPerRequest() {
        return (double) allocatedBytes / requests;
    }

    public double cpuMicrosPerRequest() {
        return cpuNanos / 1e3 / requests;
    }

    /** The share of one core that the client's JVM took; more than 1 if it was running on several. */
    public double cores() {
        return (double) cpuNanos / nanos;
    }

    /** The share of one core that the client's busiest thread took; 1 if it was never idle. */
    public double busiestThread() {
        return (double) busiestThreadNanos / nanos;
    }

    public double p50Micros() {
        return p50Nanos / 1e3;
    }

    public double p99Micros() {
        return p99Nanos / 1e3;
    }

    /** Parses a line written by {@link #toLine()}. */
    public static Sample parse(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 7) {
            throw new IllegalArgumentException("not a sample: '" + line + "'");
        }
        long[] numbers = Arrays.stream(words).mapToLong(Long::parseLong).toArray();
        return new Sample(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6]);
    }

    /** Returns the numbers, separated by blanks. */
    public String toLine() {
        return LongStream.of(requests, nanos, allocatedBytes, cpuNanos, p50Nanos, p99Nanos, busiestThreadNanos)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(" "));
    }
}
