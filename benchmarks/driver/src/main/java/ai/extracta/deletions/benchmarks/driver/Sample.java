package ai.extracta.deletions.benchmarks.driver;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What a contender did in one go.
 *
 * @param requests how many were answered
 * @param nanos how long it took altogether
 * @param allocatedBytes by all threads of the client's JVM
 * @param cpuNanos of the client's JVM
 * @param p50Nanos half of the requests took at most this long
 * @param p99Nanos 99 of 100 requests took at most this long
 */
public record Sample(long requests, long nanos, long allocatedBytes, long cpuNanos, long p50Nanos, long p99Nanos) {

    /**
     * How many requests were answered per second.
     *
     * @return requests per second
     */
    public double requestsPerSecond() {
        return requests * 1e9 / nanos;
    }

    /**
     * What one request allocated.
     *
     * @return bytes
     */
    public double bytesPerRequest() {
        return (double) allocatedBytes / requests;
    }

    /**
     * What one request cost.
     *
     * @return microseconds of a CPU
     */
    public double cpuMicrosPerRequest() {
        return cpuNanos / 1e3 / requests;
    }

    /**
     * The median latency.
     *
     * @return microseconds
     */
    public double p50Micros() {
        return p50Nanos / 1e3;
    }

    /**
     * The latency that one request of a hundred exceeds.
     *
     * @return microseconds
     */
    public double p99Micros() {
        return p99Nanos / 1e3;
    }

    /**
     * Reads what {@link #toLine()} wrote.
     *
     * @param line numbers, separated by a blank
     * @return what it says
     * @throws IllegalArgumentException if it is not such a line
     */
    public static Sample parse(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 6) {
            throw new IllegalArgumentException("not a sample: '" + line + "'");
        }
        long[] numbers = Arrays.stream(words).mapToLong(Long::parseLong).toArray();
        return new Sample(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
    }

    /**
     * Says everything in one line.
     *
     * @return numbers, separated by a blank
     */
    public String toLine() {
        return LongStream.of(requests, nanos, allocatedBytes, cpuNanos, p50Nanos, p99Nanos)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(" "));
    }
}
