package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.benchmarks.driver.Sample;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a figure of ours shall be, as a ratio to the same figure of another in the same round.
 *
 * @param contender who
 * @param reference beside whom
 * @param figure of what
 * @param concurrency at which load
 * @param bound the ratio that decides
 */
record PerformanceTarget(ContenderType contender, ContenderType reference, Figure figure, int concurrency, double bound) {

    private static final int[] SPEED_AT = {16, 64, -16};

    /** Where memory and CPU are compared: enough calls at a time that nothing waits. */
    private static final int COST_AT = 64;

    /** What a goal is about; it decides whether more or less is better. */
    enum Figure {
        SPEED("requests/s"),
        BYTES("bytes"),
        CPU("CPU");

        private final String label;

        Figure(String label) {
            this.label = label;
        }

        double of(Sample sample) {
            return switch (this) {
                case SPEED -> sample.requestsPerSecond();
                case BYTES -> sample.bytesPerRequest();
                case CPU -> sample.cpuMicrosPerRequest();
            };
        }
    }

    /** All goals there are; where "more" or "less" will do, the bound is 1. */
    static List<PerformanceTarget> all() {
        return Stream.of(
                        beside(ContenderType.OURS_NETTY, ContenderType.RAW_NETTY, 1.10, 1.00, 1.10, 1.05, 0.95),
                        beside(ContenderType.OURS_VERTX, ContenderType.RAW_VERTX, 0.95, 0.95, 1.30, 1.15, 1.10),
                        beside(ContenderType.OURS_NETTY, ContenderType.AZURE_NETTY, 1.35, 1.35, 1, 0.75, 1),
                        beside(ContenderType.OURS_VERTX, ContenderType.AZURE_VERTX, 1.05, 1.05, 1, 0.95, 1),
                        beside(ContenderType.OURS_NETTY, ContenderType.WEBCLIENT, 1.7, 1.7, 1, 0.36, 0.5),
                        beside(ContenderType.OURS_VERTX, ContenderType.WEBCLIENT, 1.7, 1.7, 1, 0.36, 0.5))
                .flatMap(List::stream)
                .toList();
    }

    private static List<PerformanceTarget> beside(ContenderType contender, ContenderType reference, double... bounds) {
        return List.of(
                new PerformanceTarget(contender, reference, Figure.SPEED, SPEED_AT[0], bounds[0]),
                new PerformanceTarget(contender, reference, Figure.SPEED, SPEED_AT[1], bounds[1]),
                new PerformanceTarget(contender, reference, Figure.SPEED, SPEED_AT[2], bounds[2]),
                new PerformanceTarget(contender, reference, Figure.BYTES, COST_AT, bounds[3]),
                new PerformanceTarget(contender, reference, Figure.CPU, COST_AT, bounds[4]));
    }

    boolean isComparable(Measurements measurements) {
        return measurements.contain(contender, concurrency) && measurements.contain(reference, concurrency);
    }

    /** The median decides. */
    boolean isMet(Measurements measurements) {
        double ratio = ratio(measurements).median();
        return figure == Figure.SPEED ? ratio >= bound : ratio <= bound;
    }

    /** One line: who, what, how much, and whether that is enough. */
    String describe(Measurements measurements) {
        MinMedianMax ratio = ratio(measurements);
        return String.format(
                Locale.ROOT,
                "%-11s / %-11s %-10s c=%3d  %s %.2f  %.2f (%.2f - %.2f)  %s",
                contender.label(),
                reference.label(),
                figure.label,
                concurrency,
                figure == Figure.SPEED ? ">=" : "<=",
                bound,
                ratio.median(),
                ratio.min(),
                ratio.max(),
                isMet(measurements) ? "met" : "MISSED");
    }

    private MinMedianMax ratio(Measurements measurements) {
        return measurements.ratio(contender, reference, concurrency, figure::of);
    }
}
