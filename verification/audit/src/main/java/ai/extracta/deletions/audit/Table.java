package ai.extracta.deletions.audit;

import java.util.Locale;

/** Shows a {@link Tally}: reported down, really across. */
final class Table {

    private Table() {}

    static String of(String title, Tally tally) {
        StringBuilder table = new StringBuilder(title).append(System.lineSeparator());
        table.append("%-22s %9s | %9s %11s %11s | %11s%n"
                .formatted("reported", "calls", "deleted", "still there", "never there", "never seen"));
        for (Reported reported : Reported.values()) {
            Tally.Row row = tally.row(reported);
            if (row.calls() > 0) {
                table.append(String.format(
                        Locale.ROOT,
                        "%-22s %,9d | %,9d %,11d %,11d | %,11d%n",
                        reported,
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
                tally.requests(),
                tally.calls(),
                tally.patientUnknown(),
                tally.patient(),
                100.0 * tally.patientUnknown() / Math.max(1, tally.patient())));
        tally.descriptions()
                .forEach(violation ->
                        table.append("VIOLATION ").append(violation).append(System.lineSeparator()));
        return table.toString();
    }
}
