package ai.extracta.deletions.audit;

/**
 * What the server knows about one target when all is over.
 *
 * @param existed whether it was there at first
 * @param gone whether nothing of it is left
 * @param deleted whether the very deletion asked for was performed
 * @param widened whether anything else was deleted by a request for this target
 * @param seen how many requests for it arrived
 */
record Truth(boolean existed, boolean gone, boolean deleted, boolean widened, int seen) {}
