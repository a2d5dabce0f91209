package ai.extracta.deletions.audit;

/**
 * When the audit of workers saw something, counted in what the simulator had done by then. What happened before it was
 * seen, so both are upper bounds.
 *
 * @param calls how many calls it had received
 * @param deletions how many of them it had executed
 */
record Moment(int calls, int deletions) {}
