package ai.extracta.deletions.benchmarks.sidebyside;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A bound for the median ratio of a figure to that of another contender in the same round.
 *
 * @param contender whose figure is the numerator
 * @param reference whose figure is the denominator
 * @param figure the figure
 * @param concurrency the load
 * @param bound the minimum for speed, the maximum for costs
 */
record PerformanceTarget(
        ContenderType contender, ContenderType reference, Figure figure, int concurrency, double bound) {

    private static final List<Figure> FIGURES =
            List.of(Figure.SPEED, Figure.SPEED, Figure.SPEED, Figure.BYTES, Figure.CPU);

    /** Memory and CPU are compared at 64 calls, which need not wait for each other. */
    private static final List<Integer> CONCURRENCIES = List.of(16, 64, -16, 64, 64);

    /** All targets, with bounds in the order of {@code FIGURES}; 1 stands for at least as good. */
    static List<PerformanceTarget> all() {
        return Stream.of(
                        of(ContenderType.OURS_NETTY, ContenderType.RAW_NETTY, 1.10, 1.00, 1.10, 1.05, 0.95),
                        of(ContenderType.OURS_VERTX, ContenderType.RAW_VERTX, 0.95, 0.95, 1.30, 1.15, 1.10),
                        of(ContenderType.OURS_NETTY, ContenderType.AZURE_NETTY, 1.35, 1.35, 1, 0.75, 1),
                        of(ContenderType.OURS_VERTX, ContenderType.AZURE_VERTX, 1.05, 1.05, 1, 0.95, 1),
                        of(ContenderType.OURS_NETTY, ContenderType.WEBCLIENT, 1.7, 1.7, 1, 0.36, 0.5),
                        of(ContenderType.OURS_VERTX, ContenderType.WEBCLIENT, 1.7, 1.7, 1, 0.36, 0.5))
                .flatMap(targets -> targets)
                .toList();
    }

    /** Those of the bare clients' speed, memory and latency. */
    static List<PerformanceTarget> overTls() {
        return Stream.of(
                        overTls(ContenderType.OURS_NETTY, ContenderType.RAW_NETTY, 1.10, 1.00, 0.95),
                        overTls(ContenderType.OURS_VERTX, ContenderType.RAW_VERTX, 1.00, 1.00, 1.05))
                .flatMap(targets -> targets)
                .toList();
    }

    /** As fast as the bare client over HTTP/2, too. */
    static List<PerformanceTarget> overHttp2() {
        return overTls(ContenderType.OURS_NETTY_H2, ContenderType.RAW_NETTY_H2, 1.00, 1.00, 1.00)
                .toList();
    }

    private static Stream<PerformanceTarget> overTls(
            ContenderType contender, ContenderType reference, double speedAt16, double speed, double bytes) {
        return Stream.of(
                new PerformanceTarget(contender, reference, Figure.SPEED, 16, speedAt16),
                new PerformanceTarget(contender, reference, Figure.SPEED, 64, speed),
                new PerformanceTarget(contender, reference, Figure.SPEED, -16, speed),
                new PerformanceTarget(contender, reference, Figure.BYTES, 64, bytes),
                new PerformanceTarget(contender, reference, Figure.P99, 16, 1),
                new PerformanceTarget(contender, reference, Figure.P99, 64, 1));
    }

    private static Stream<PerformanceTarget> of(ContenderType contender, ContenderType reference, double... bounds) {
        return IntStream.range(0, bounds.length)
                .mapToObj(i ->
                        new PerformanceTarget(contender, reference, FIGURES.get(i), CONCURRENCIES.get(i), bounds[i]));
    }

    boolean isComparable(Measurements measurements) {
        return measurements.contain(contender, concurrency) && measurements.contain(reference, concurrency);
    }

    /** Fails the target only if it is missed beyond doubt. */
    String verdict(Measurements measurements) {
        MedianEstimate ratio = ratio(measurements);
        if (!ratio.isDecided(bound)) {
            return "undecided";
        }
        return figure.isAtLeastAsGood(ratio.median(), bound) ? "met" : "MISSED";
    }

    /** Describes the target and the measured ratio in one line. */
    String describe(Measurements measurements) {
        return String.format(
                Locale.ROOT,
                "%-11s / %-11s %-10s c=%3d  %s %.2f  %s  %s",
                contender.label(),
                reference.label(),
                figure.label(),
                concurrency,
                figure == Figure.SPEED ? ">=" : "<=",
                bound,
                ratio(measurements).format("%.2f (%.2f - %.2f)"),
                verdict(measurements));
    }

    private MedianEstimate ratio(Measurements measurements) {
        return measurements.ratio(contender, reference, concurrency, figure.value());
    }
}
