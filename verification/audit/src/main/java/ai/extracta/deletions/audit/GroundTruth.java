package ai.extracta.deletions.audit;

/**
 * What happened to one target on the server.
 *
 * @param existed whether it existed at first
 * @param absent whether nothing of it remains
 * @param deleted whether exactly the requested deletion was performed
 * @param overDeleted whether a request for this target deleted anything else
 * @param requestCount the number of requests for it that arrived
 */
record GroundTruth(boolean existed, boolean absent, boolean deleted, boolean overDeleted, int requestCount) {}
