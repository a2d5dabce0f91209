package ai.extracta.deletions.audit;

/**
 * What the server knows about one target when all is over.
 *
 * @param existed whether it was there at first
 * @param absent whether nothing of it is left
 * @param deleted whether the very deletion asked for was performed
 * @param overDeleted whether anything else was deleted by a request for this target
 * @param requestCount how many requests for it arrived
 */
record GroundTruth(boolean existed, boolean absent, boolean deleted, boolean overDeleted, int requestCount) {}
