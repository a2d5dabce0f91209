package ai.extracta.deletions.benchmarks.sidebyside;

import java.util.Collection;
import java.util.Locale;

/** The median and the range of several figures. */
record MinMedianMax(double min, double median, double max) {

    /** With an even number of figures, the median is the mean of the middle two. */
    static MinMedianMax of(Collection<Double> figures) {
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("there is no median of nothing");
        }
        double[] sorted =
                figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new MinMedianMax(sorted[0], median, sorted[sorted.length - 1]);
    }

    /** Formats the median, the minimum and the maximum, in this order. */
    String format(String pattern) {
        return String.format(Locale.ROOT, pattern, median, min, max);
    }
}
