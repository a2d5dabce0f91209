package ai.extracta.deletions.audit;

import ai.extracta.deletions.audit.ErasureLog.Delivery;
import ai.extracta.deletions.audit.FaultPlan.Fault;
import ai.extracta.deletions.audit.FinalRecord.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Adds up the results of an audit of workers. */
final class WorkerAuditSummary {

    private static final int VIOLATIONS_SHOWN = 20;
    private static final List<String> OUTCOMES = List.of("DELETED", "ALREADY_ABSENT", "SUBSUMED", "ALREADY_DELETED");
    private static final List<String> REASONS = List.of("REFUSED", "NOT_CERTAIN", "UNREADABLE");

    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final List<String> violations = new ArrayList<>();
    private long heldAtKills;
    private Duration duration = Duration.ZERO;

    void injected(Fault fault) {
        faults.merge(fault, 1, Integer::sum);
    }

    void heldAtKill(long messages) {
        heldAtKills += messages;
    }

    /** A violation that no log shows, such as a worker that ends by itself. */
    void violated(String what) {
        violations.add(what);
    }

    void took(Duration time) {
        this.duration = time;
    }

    /** Applies the rules, and counts. */
    void finished(ErasureLog log) {
        ErasureRule.allViolations(log).forEach(violations::add);
        OUTCOMES.forEach(
                outcome -> count("result " + outcome, log.results().stream().filter(result -> result.outcome()
                        .equals(outcome))));
        REASONS.forEach(reason ->
                count("dead letter " + reason, log.deadLetters().stream().filter(letter -> letter.reason()
                        .equals(reason))));
        counts.put(
                "results written again",
                log.results().size()
                        - log.results().stream().map(Result::message).distinct().count());
        counts.put(
                "delivered again",
                log.deliveries().size()
                        - log.deliveries().stream()
                                .map(Delivery::message)
                                .distinct()
                                .count());
        counts.put("calls received", (long) log.calls().size());
        count(
                "settled before the last call",
                log.settled().values().stream()
                        .filter(calls -> calls < log.calls().size()));
    }

    private void count(String name, Stream<?> counted) {
        counts.put(name, counted.count());
    }

    int violations() {
        return violations.size();
    }

    int faults(Fault fault) {
        return faults.getOrDefault(fault, 0);
    }

    /** A count by the name of its row. */
    long count(String name) {
        return counts.getOrDefault(name, 0L);
    }

    long heldAtKills() {
        return heldAtKills;
    }

    String table(String title) {
        StringBuilder table = new StringBuilder(title).append(System.lineSeparator());
        counts.forEach((name, number) -> row(table, name, number));
        row(table, "workers killed", faults(Fault.KILL_WORKER));
        row(table, "messages held at a kill", heldAtKills);
        row(table, "workers replaced", faults(Fault.REPLACE_WORKER));
        row(table, "broker restarts", faults(Fault.RESTART_BROKER));
        row(table, "database restarts", faults(Fault.RESTART_DATABASE));
        row(table, "seconds", duration.toSeconds());
        violations.stream().limit(VIOLATIONS_SHOWN).forEach(violation -> table.append("VIOLATION ")
                .append(violation)
                .append(System.lineSeparator()));
        return table.toString();
    }

    private static void row(StringBuilder table, String name, long number) {
        table.append(String.format(Locale.ROOT, "%-30s %,9d%n", name, number));
    }
}
