package ai.extracta.deletions.benchmarks.micro;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The cost of a call by size.
 *
 * @param unit what the size counts
 * @param points in ascending order of size
 */
record ScalingResult(String unit, List<Point> points) {

    static final String CSV_HEADER = "unit,size,nanosPerCall,bytesPerCall\n";

    /**
     * The cost of a call for one size.
     *
     * @param size the number of units
     * @param nanos duration of a call
     * @param bytes allocated by a call
     */
    record Point(int size, double nanos, double bytes) {}

    String table() {
        String header = String.format(
                Locale.ROOT,
                "%10s %14s %14s %16s %16s%n",
                unit,
                "ns/call",
                "B/call",
                "ns per one more",
                "B per one more");
        return header + points.stream().map(this::row).collect(Collectors.joining());
    }

    String csv() {
        return points.stream()
                .map(point -> String.format(
                        Locale.ROOT, "%s,%d,%.1f,%.1f%n", unit, point.size(), point.nanos(), point.bytes()))
                .collect(Collectors.joining());
    }

    /** Includes the marginal cost between the previous size and this one. */
    private String row(Point point) {
        int at = points.indexOf(point);
        String added = "";
        if (at > 0) {
            Point before = points.get(at - 1);
            int more = point.size() - before.size();
            added = String.format(
                    Locale.ROOT,
                    " %16.1f %16.1f",
                    (point.nanos() - before.nanos()) / more,
                    (point.bytes() - before.bytes()) / more);
        }
        return String.format(
                Locale.ROOT, "%,10d %,14.0f %,14.0f%s%n", point.size(), point.nanos(), point.bytes(), added);
    }
}
