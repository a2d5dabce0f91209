package ai.extracta.deletions.ledger;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import java.util.List;

/** One line of the file, with its checksum and line feed, and the states that it sets. */
@SuppressWarnings("ArrayRecordComponent") // passed from one thread to the next, never compared
record LedgerRecord(byte[] line, List<Entry> entries) {

    record Entry(RequestHash request, State state) {}
}
