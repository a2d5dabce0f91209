package ai.extracta.deletions.audit;

/** What was reported to the caller of a deletion. */
enum ReportedOutcome {
    CONFIRMED,
    ALREADY_ABSENT,
    REFUSED,
    NOT_SENT,
    UNKNOWN,
    /** The caller cancelled before the transport began to send. */
    CANCELLED_UNSENT,
    /** The caller cancelled after the transport may have begun to send. */
    CANCELLED_MAYBE_SENT,
    /** The call never ended, or ended without an outcome. */
    NOTHING
}
