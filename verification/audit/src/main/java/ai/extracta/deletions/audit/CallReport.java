package ai.extracta.deletions.audit;

/**
 * What the SDK reported about one deletion.
 *
 * @param outcome how the call ended for its caller
 * @param patient whether the call was neither cancelled nor given a short deadline
 * @param attempts the number of attempts that the SDK reports, or for a cancelled call that of exchanges
 * @param possibleSends how many times the transport may have sent the request before the call ended
 */
record CallReport(ReportedOutcome outcome, boolean patient, int attempts, int possibleSends) {}
