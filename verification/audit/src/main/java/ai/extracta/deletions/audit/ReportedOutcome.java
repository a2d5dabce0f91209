package ai.extracta.deletions.audit;

/** What a caller was told about a deletion. */
enum ReportedOutcome {
    CONFIRMED,
    ALREADY_ABSENT,
    REFUSED,
    NOT_SENT,
    UNKNOWN,
    /** The caller cancelled, and by then the transport had not begun to send anything. */
    CANCELLED_UNSENT,
    /** The caller cancelled, and by then the transport might have sent something. */
    CANCELLED_MAYBE_SENT,
    /** The call did not end, or ended without saying what happened. */
    NOTHING
}
