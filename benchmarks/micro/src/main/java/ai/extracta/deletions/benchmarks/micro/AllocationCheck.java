package ai.extracta.deletions.benchmarks.micro;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a call allocates with the allowed number of bytes.
 *
 * @param report one line for each benchmark, and what to do
 * @param passes whether no benchmark allocates too much
 */
record AllocationCheck(String report, boolean passes) {

    private static final long MAX_GROWTH_PERCENT = 5;
    private static final String FILE = "benchmarks/micro/allocation.properties";

    /** Compares bytes per call, by benchmark: the numbers in the repository and those measured now. */
    static AllocationCheck of(Map<String, Long> baseline, Map<String, Long> measured) {
        List<String> lines = new ArrayList<>();
        boolean passes = true;
        Set<String> names = new TreeSet<>(baseline.keySet());
        names.addAll(measured.keySet());
        for (String name : names) {
            Long before = baseline.get(name);
            Long now = measured.get(name);
            if (before == null || now == null) {
                lines.add(incomplete(name, now));
                passes = false;
            } else {
                lines.add(compared(name, before, now));
                passes &= !hasGrown(before, now);
            }
        }
        return new AllocationCheck(String.join("\n", lines) + "\n", passes);
    }

    private static String compared(String name, long before, long now) {
        String entry = entry(name, now);
        String advice = "";
        if (hasGrown(before, now)) {
            advice =
                    "\n  FAILED: the limit is 5 % growth. Find what allocates more, for example with a profiler (docs/benchmarks-core.md)."
                            + " If it is justified, set " + entry + " and explain it in the commit.";
        } else if (hasShrunk(before, now)) {
            advice = "\n  Less than before: set " + entry + " to keep it.";
        }
        double growth = 100.0 * (now - before) / before;
        return String.format(
                Locale.ROOT, "%s: %,d bytes per call, baseline %,d (%+.1f %%)%s", name, now, before, growth, advice);
    }

    private static String incomplete(String name, @Nullable Long now) {
        return now == null
                ? name + "\n  FAILED: there is no such benchmark; remove it from " + FILE
                : name + "\n  FAILED: there is no baseline; set " + entry(name, now);
    }

    private static String entry(String name, long bytes) {
        return name + "=" + bytes + " in " + FILE;
    }

    private static boolean hasGrown(long before, long now) {
        return (now - before) * 100 > before * MAX_GROWTH_PERCENT;
    }

    private static boolean hasShrunk(long before, long now) {
        return (before - now) * 100 > before * MAX_GROWTH_PERCENT;
    }
}
