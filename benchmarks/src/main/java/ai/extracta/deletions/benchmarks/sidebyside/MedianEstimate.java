package ai.extracta.deletions.benchmarks.sidebyside;

import java.util.Collection;
import java.util.Locale;

/**
 * A median and its 95 % confidence interval, from order statistics: whatever the distribution of the rounds, the true
 * median lies in it with that probability.
 *
 * @param low the lower end of the interval
 * @param median the median
 * @param high the upper end of the interval
 * @param isQuiet whether it is of enough rounds that other programs did not disturb
 */
record MedianEstimate(double low, double median, double high, boolean isQuiet) {

    /** With fewer rounds not even their minimum and maximum enclose the true median with that probability. */
    static final int MIN_ROUNDS = 6;

    private static final double MAX_ERROR = 0.05;
    private static final double MAX_DEVIATION = 0.1;

    /** With fewer figures than needed for an interval, it is their whole range. */
    static MedianEstimate of(Collection<Double> figures, boolean isQuiet) {
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("there is no median of nothing");
        }
        double[] sorted =
                figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int last = sorted.length - 1;
        int rank = rank(sorted.length);
        double median = (sorted[last / 2] + sorted[sorted.length / 2]) / 2;
        return new MedianEstimate(sorted[rank], median, sorted[last - rank], isQuiet && sorted.length >= MIN_ROUNDS);
    }

    /** How many of the smallest and of the largest figures are outside of the interval. */
    private static int rank(int size) {
        double probability = Math.pow(0.5, size); // that exactly `rank` of them are below the true median
        double outside = 2 * probability;
        int rank = 0;
        while (true) {
            probability *= (size - rank) / (rank + 1.0);
            outside += 2 * probability;
            if (outside > MAX_ERROR) {
                return rank;
            }
            rank++;
        }
    }

    /** Whether it is of enough quiet rounds, and both ends of the interval are within a tenth of the median. */
    boolean isReliable() {
        return isQuiet && low >= median * (1 - MAX_DEVIATION) && high <= median * (1 + MAX_DEVIATION);
    }

    /** Whether the interval is on one side of a bound, so that the median cannot be on the other by chance. */
    boolean isDecided(double bound) {
        return isQuiet && (low >= bound || high <= bound);
    }

    /** Formats the median and the interval, followed by a question mark unless it is reliable. */
    String format(String pattern) {
        return String.format(Locale.ROOT, pattern, median, low, high) + mark();
    }

    /** Formats the median, followed by a question mark unless it is reliable. */
    String formatMedian(String pattern) {
        return String.format(Locale.ROOT, pattern, median) + mark();
    }

    private String mark() {
        return isReliable() ? " " : "?";
    }
}
