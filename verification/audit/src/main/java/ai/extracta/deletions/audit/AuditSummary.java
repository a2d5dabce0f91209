package ai.extracta.deletions.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Adds up the comparison of reports and truth through one transport with one policy. */
final class AuditSummary {

    /** Of a thousand calls of patient callers, fewer than this may end UNKNOWN if the policy settles that. */
    private static final int UNKNOWN_PER_THOUSAND = 1;

    private static final int MAX_SHOWN = 20;

    /**
     * How many calls were reported in one way, and what is true of them.
     *
     * @param calls all of them
     * @param deleted the target was deleted
     * @param stillThere the target is still there
     * @param neverThere the target never existed
     * @param neverSeen the server saw no request for it
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
        unattributedRequests += log.unattributedRequests(calls.stream().map(AuditedCall::target).toList());
    }

    void countRequests(int count) {
        requests += count;
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

    /** How many requests the server saw. */
    int requests() {
        return requests;
    }

    int calls() {
        return rows.values().stream().mapToInt(Row::calls).sum();
    }

    /** Calls whose callers neither cancelled nor were in a hurry. */
    int patient() {
        return patient;
    }

    /** Those of them that ended UNKNOWN. */
    int patientUnknown() {
        return patientUnknown;
    }

    /** How often each rule was broken; those that were not are left out. */
    Map<Rule, Integer> violatedRules() {
        return Collections.unmodifiableMap(violatedRules);
    }

    /** Requests that nobody asked for. */
    int unattributedRequests() {
        return unattributedRequests;
    }

    int violations() {
        int rules = violatedRules.values().stream().mapToInt(Integer::intValue).sum();
        return rules + unattributedRequests + (leavesTooManyUnknown() ? 1 : 0);
    }

    /** The first violations in words. */
    List<String> descriptions() {
        List<String> all = new ArrayList<>(shown);
        if (unattributedRequests > 0) {
            all.add("requests that nobody asked for: " + unattributedRequests);
        }
        if (leavesTooManyUnknown()) {
            all.add("UNKNOWN for " + patientUnknown + " of " + patient + " patient callers; fewer than "
                    + UNKNOWN_PER_THOUSAND + " in 1000 are allowed");
        }
        return all;
    }

    private boolean leavesTooManyUnknown() {
        return policy.resolvesUnknown()
                && patientUnknown > 0
                && patientUnknown * 1000L >= (long) patient * UNKNOWN_PER_THOUSAND;
    }
}
