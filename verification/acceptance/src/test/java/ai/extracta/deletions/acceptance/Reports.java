package ai.extracta.deletions.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What {@link BlockingCalls} and {@link Leaks} find, for this whole process, as that is where they look. */
final class Reports {

    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

    private Reports() {}

    static void add(String report) {
        FOUND.add(report);
    }

    /** What was found since this was last asked. */
    static List<String> take() {
        List<String> taken = new ArrayList<>();
        for (String report = FOUND.poll(); report != null; report = FOUND.poll()) {
            taken.add(report);
        }
        return taken;
    }
}
