package ai.extracta.deletions.ledger;

import ai.extracta.deletions.model.DeletionRequest;

/**
 * Identifies a request in memory: the first 126 bits of the SHA-256 of its target. The chance of a collision
 * among a billion requests is below one in 10^20. The upper half is never 0; the last two bits of the lower half are.
 */
record RequestHash(long high, long low) {

    static RequestHash of(DeletionRequest request) {
        return new RequestHasher().hash(request);
    }
}
