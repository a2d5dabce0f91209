package ai.extracta.deletions.audit;

import java.util.Locale;

/** Shows a {@link AuditSummary}: reported down, really across. */
final class SummaryTable {

    private SummaryTable() {}

    static String of(String title, AuditSummary summary) {
        StringBuilder table = new StringBuilder(title).append(System.lineSeparator());
        table.append("%-22s %9s | %9s %11s %11s | %11s%n"
                .formatted("reported", "calls", "deleted", "still there", "never there", "never seen"));
        for (ReportedOutcome outcome : ReportedOutcome.values()) {
            AuditSummary.Row row = summary.row(outcome);
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
                summary.requests(),
                summary.calls(),
                summary.patientUnknown(),
                summary.patient(),
                100.0 * summary.patientUnknown() / Math.max(1, summary.patient())));
        summary.descriptions()
                .forEach(violation ->
                        table.append("VIOLATION ").append(violation).append(System.lineSeparator()));
        return table.toString();
    }
}
