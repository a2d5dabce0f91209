package ai.extracta.deletions.audit;

import java.util.Locale;

/** What ledger workers share. */
enum WorkerLedger {
    NONE,
    R2DBC;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
