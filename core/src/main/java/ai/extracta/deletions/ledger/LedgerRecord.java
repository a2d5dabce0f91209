package ai.extracta.deletions.ledger;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A record that was read: the requests of a call that was begun, or results.
 *
 * @param call the number of the call that was begun; 0 if it has results
 * @param at when it was recorded
 * @param entries one for each request, in the order of the record
 */
record LedgerRecord(long call, Instant at, List<Entry> entries) {

    /**
     * A request and its state.
     *
     * @param request the request
     * @param state the state that the record sets
     * @param result the members of the result, which equal results share; empty if the request was begun
     */
    record Entry(HashedRequest request, State state, Optional<JsonNode> result) {}

    boolean isBegin() {
        return call > 0;
    }
}
