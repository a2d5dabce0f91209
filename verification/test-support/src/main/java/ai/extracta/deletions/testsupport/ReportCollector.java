package ai.extracta.deletions.testsupport;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What {@link BlockingCallReporter} and {@link ReportingLeakDetector} find, for this whole process, as that is where
 * they look.
 */
public final class ReportCollector {

    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

    private ReportCollector() {}

    static void add(String report) {
        FOUND.add(report);
    }

    /** What was found since the last call. */
    public static List<String> drain() {
        List<String> drained = new ArrayList<>();
        for (String report = FOUND.poll(); report != null; report = FOUND.poll()) {
            drained.add(report);
        }
        return drained;
    }
}
