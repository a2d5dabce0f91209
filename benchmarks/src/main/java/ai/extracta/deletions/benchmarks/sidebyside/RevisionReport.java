package ai.extracta.deletions.benchmarks.sidebyside;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a change cost or saved: each figure beside that of the base revision in the same round.
 *
 * @param measurements of both revisions
 */
record RevisionReport(Measurements measurements) {

    /** The JIT compiler may compile the same code differently in each JVM: such differences mean nothing. */
    private static final double MIN_DIFFERENCE = 0.03;

    /** A line for each contender, load and figure. */
    List<String> lines() {
        return measurements.contenders().stream()
                .filter(contender -> !contender.isBaseRevision()
                        && measurements.baselineOf(contender).isBaseRevision())
                .flatMap(this::lines)
                .toList();
    }

    private Stream<String> lines(ContenderType contender) {
        return measurements.concurrencies().stream().flatMap(concurrency -> Arrays.stream(Figure.values())
                .map(figure -> line(contender, concurrency, figure)));
    }

    private String line(ContenderType contender, int concurrency, Figure figure) {
        ContenderType base = measurements.baselineOf(contender);
        MedianEstimate ratio = measurements.ratio(contender, base, concurrency, figure.value());
        return String.format(
                Locale.ROOT,
                "%-11s / %-11s %-10s c=%3d  %s  %s",
                contender.label(),
                base.label(),
                figure.label(),
                concurrency,
                ratio.format("%.2f (%.2f - %.2f)"),
                verdict(figure, ratio));
    }

    private static String verdict(Figure figure, MedianEstimate ratio) {
        if (!ratio.isDecided(1) || Math.abs(ratio.median() - 1) < MIN_DIFFERENCE) {
            return "no difference shown";
        }
        return figure.isAtLeastAsGood(ratio.median(), 1) ? "better" : "WORSE";
    }
}
