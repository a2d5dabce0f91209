package ai.extracta.deletions.ledger;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A record that was read: the requests of a call that was begun, or results.
 *
 * @param call the number of the call that was begun; 0 if it has results
 * @param at when it was recorded
 * @param requests the requests, in the order of the record
 * @param entries one for each request
 */
record LedgerRecord(long call, Instant at, HashedRequests requests, List<Entry> entries) {

    /**
     * What a record says about a request; one object for consecutive ones of which it says the same.
     *
     * @param state the state that the record sets
     * @param result the members of the result; empty if the request was begun
     */
    record Entry(State state, Optional<JsonNode> result) {}

    boolean isBegin() {
        return call > 0;
    }

    List<State> states() {
        List<State> states = new ArrayList<>(entries.size());
        entries.forEach(entry -> states.add(entry.state()));
        return states;
    }
}
