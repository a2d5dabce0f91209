package ai.extracta.deletions.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Compares reports with what happened, for one transport, call mode and policy. */
final class AuditSummary {

    /** Fewer than this of 1000 patient calls may end UNKNOWN if the policy resolves UNKNOWN. */
    private static final int UNKNOWN_PER_THOUSAND = 1;

    private static final int MAX_SHOWN = 20;

    /**
     * The number of calls with one reported outcome, and what happened to their targets.
     *
     * @param calls all of them
     * @param deleted the target was deleted
     * @param stillThere the target still exists
     * @param neverThere the target never existed
     * @param neverSeen the server received no request for it
     */
    record Row(int calls, int deleted, int stillThere, int neverThere, int neverSeen) {

        private static final Row EMPTY = new Row(0, 0, 0, 0, 0);

        private Row with(GroundTruth truth) {
            return new Row(
                    calls + 1,
                    deleted + (truth.existed() && truth.absent() ? 1 : 0),
                    stillThere + (truth.absent() ? 0 : 1),
                    neverThere + (truth.existed() ? 0 : 1),
                    neverSeen + (truth.requestCount() == 0 ? 1 : 0));
        }
    }

    private final AuditedRetryPolicy policy;
    private final Map<ReportedOutcome, Row> rows = new EnumMap<>(ReportedOutcome.class);
    private final List<String> shown = new ArrayList<>();
    private final Map<Rule, Integer> violatedRules = new EnumMap<>(Rule.class);
    private final Map<Http2Fault, Integer> faults = new EnumMap<>(Http2Fault.class);
    private int unattributedRequests;
    private int requests;
    private int patient;
    private int patientUnknown;

    AuditSummary(AuditedRetryPolicy policy) {
        this.policy = policy;
        for (ReportedOutcome outcome : ReportedOutcome.values()) {
            rows.put(outcome, Row.EMPTY);
        }
    }

    void add(List<AuditedCall> calls, ServerLog log) {
        for (AuditedCall call : calls) {
            add(call.target(), call.report(), log.truthOf(call.target()));
        }
        requests += log.requests();
        unattributedRequests +=
                log.unattributedRequests(calls.stream().map(AuditedCall::target).toList());
    }

    void countRequests(int count) {
        requests += count;
    }

    void countFaults(Map<Http2Fault, Integer> counts) {
        counts.forEach((fault, count) -> faults.merge(fault, count, Integer::sum));
    }

    void add(DeletionTarget target, CallReport report, GroundTruth truth) {
        rows.computeIfPresent(report.outcome(), (outcome, row) -> row.with(truth));
        if (report.patient()) {
            patient++;
            patientUnknown += report.outcome() == ReportedOutcome.UNKNOWN ? 1 : 0;
        }
        for (Rule rule : Rule.violatedBy(report, truth)) {
            violatedRules.merge(rule, 1, Integer::sum);
            if (shown.size() < MAX_SHOWN) {
                shown.add(rule + ": " + target.request() + ", " + report + ", " + truth);
            }
        }
    }

    Row row(ReportedOutcome outcome) {
        return rows.getOrDefault(outcome, Row.EMPTY);
    }

    /** The number of requests that the server received. */
    int requests() {
        return requests;
    }

    /** How often a gateway did what to a request. */
    Map<Http2Fault, Integer> faults() {
        return Collections.unmodifiableMap(faults);
    }

    int calls() {
        return rows.values().stream().mapToInt(Row::calls).sum();
    }

    /** The number of calls that were neither cancelled nor given a short deadline. */
    int patient() {
        return patient;
    }

    /** The number of patient calls that ended UNKNOWN. */
    int patientUnknown() {
        return patientUnknown;
    }

    /** The number of violations of each violated rule. */
    Map<Rule, Integer> violatedRules() {
        return Collections.unmodifiableMap(violatedRules);
    }

    /** The number of received requests for none of the targets. */
    int unattributedRequests() {
        return unattributedRequests;
    }

    int violations() {
        int rules = violatedRules.values().stream().mapToInt(Integer::intValue).sum();
        return rules + unattributedRequests + (leavesTooManyUnknown() ? 1 : 0);
    }

    /** Describes the first violations. */
    List<String> descriptions() {
        List<String> all = new ArrayList<>(shown);
        if (unattributedRequests > 0) {
            all.add("unattributed requests: " + unattributedRequests);
        }
        if (leavesTooManyUnknown()) {
            all.add("UNKNOWN for " + patientUnknown + " of " + patient + " patient callers; fewer than "
                    + UNKNOWN_PER_THOUSAND + " in 1000 are allowed");
        }
        return all;
    }

    /** A row for each reported outcome, a column for what happened. */
    String table(String title) {
        StringBuilder table = new StringBuilder(title).append(System.lineSeparator());
        table.append("%-22s %9s | %9s %11s %11s | %11s%n"
                .formatted("reported", "calls", "deleted", "still there", "never there", "never seen"));
        for (ReportedOutcome outcome : ReportedOutcome.values()) {
            Row row = row(outcome);
            if (row.calls() > 0) {
                table.append(String.format(
                        Locale.ROOT,
                        "%-22s %,9d | %,9d %,11d %,11d | %,11d%n",
                        outcome,
                        row.calls(),
                        row.deleted(),
                        row.stillThere(),
                        row.neverThere(),
                        row.neverSeen()));
            }
        }
        table.append(String.format(
                Locale.ROOT,
                "%,d requests for %,d calls; UNKNOWN for %,d of %,d patient callers (%.3f %%)%n",
                requests,
                calls(),
                patientUnknown,
                patient,
                100.0 * patientUnknown / Math.max(1, patient)));
        if (!faults.isEmpty()) {
            table.append("gateway: ").append(faults).append(System.lineSeparator());
        }
        descriptions()
                .forEach(violation ->
                        table.append("VIOLATION ").append(violation).append(System.lineSeparator()));
        return table.toString();
    }

    private boolean leavesTooManyUnknown() {
        return policy.resolvesUnknown()
                && patientUnknown > 0
                && patientUnknown * 1000L >= (long) patient * UNKNOWN_PER_THOUSAND;
    }
}
