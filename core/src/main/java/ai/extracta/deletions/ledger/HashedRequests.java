package ai.extracta.deletions.ledger;

import ai.extracta.deletions.model.DeletionRequest;
import java.util.List;

/**
 * Requests, and what identifies them in the index: 126 bits of a keyed hash each, as two numbers. The first number is
 * never 0, and the last two bits of the second number are 0. The chance of a collision among a billion requests is
 * below one in 10^20.
 */
@SuppressWarnings("ArrayRecordComponent") // one object for all of them, which is passed on and never compared
record HashedRequests(List<DeletionRequest> requests, long[] hashes) {

    static final int NUMBERS = 2;

    static HashedRequests of(List<DeletionRequest> requests) {
        RequestHasher hasher = new RequestHasher();
        long[] hashes = new long[NUMBERS * requests.size()];
        for (int i = 0; i < requests.size(); i++) {
            hasher.hash(requests.get(i), hashes, NUMBERS * i);
        }
        return new HashedRequests(requests, hashes);
    }
}
