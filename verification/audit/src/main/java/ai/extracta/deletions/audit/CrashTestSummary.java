package ai.extracta.deletions.audit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Adds up the results of a crash test. */
final class CrashTestSummary {

    /** When a job is killed. */
    enum KillPoint {
        STARTING("during startup"),
        FIRST_CALL("at its first call"),
        MIDWAY("midway");

        private final String text;

        KillPoint(String text) {
            this.text = text;
        }
    }

    private static final int VIOLATIONS_SHOWN = 20;

    private final Map<KillPoint, Integer> kills = new EnumMap<>(KillPoint.class);
    private final List<String> violations = new ArrayList<>();
    private int jobs;
    private int runs;
    private long requests;
    private long received;
    private long started;
    private long deleted;

    void killed(KillPoint killPoint, int startedThen, int deletedThen) {
        kills.merge(killPoint, 1, Integer::sum);
        started += startedThen;
        deleted += deletedThen;
    }

    void finished(int requestsOfJob, int runsOfJob, int receivedBySimulator, List<String> violationsOfJob) {
        jobs++;
        runs += runsOfJob;
        requests += requestsOfJob;
        received += receivedBySimulator;
        violations.addAll(violationsOfJob);
    }

    int kills() {
        return kills.values().stream().mapToInt(Integer::intValue).sum();
    }

    int kills(KillPoint killPoint) {
        return kills.getOrDefault(killPoint, 0);
    }

    long requests() {
        return requests;
    }

    int violations() {
        return violations.size();
    }

    String table(String transport) {
        StringBuilder table = new StringBuilder(transport).append(System.lineSeparator());
        for (KillPoint killPoint : KillPoint.values()) {
            row(table, "killed " + killPoint.text, kills(killPoint));
        }
        row(table, "jobs", jobs);
        row(table, "runs of a job's JVM", runs);
        row(table, "requests", requests);
        row(table, "calls received", received);
        row(table, "begun at a kill", started);
        row(table, "deleted at a kill", deleted);
        violations.stream().limit(VIOLATIONS_SHOWN).forEach(violation -> table.append("VIOLATION ")
                .append(violation)
                .append(System.lineSeparator()));
        return table.toString();
    }

    private static void row(StringBuilder table, String name, long number) {
        table.append(String.format(Locale.ROOT, "%-25s %,9d%n", name, number));
    }
}
