package ai.extracta.deletions.audit;

/**
 * What the SDK said about one deletion.
 *
 * @param outcome how the call ended for its caller
 * @param patient whether the caller gave it all the time it needs
 * @param attempts how many attempts the SDK says it made, or for a cancelled call the transport heard of
 * @param possibleSends how many times the transport may have sent the request by the time the call ended
 */
record CallReport(ReportedOutcome outcome, boolean patient, int attempts, int possibleSends) {}
