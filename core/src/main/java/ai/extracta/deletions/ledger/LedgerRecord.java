package ai.extracta.deletions.ledger;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import java.util.List;

/**
 * One line of the file and the states that it sets.
 *
 * @param line the line, with its checksum and line feed
 * @param entries the requests with their new states
 */
@SuppressWarnings("ArrayRecordComponent") // passed from one thread to the next, never compared
record LedgerRecord(byte[] line, List<Entry> entries) {

    record Entry(RequestHash request, State state) {}
}
