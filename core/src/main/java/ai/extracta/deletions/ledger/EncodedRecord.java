package ai.extracta.deletions.ledger;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import java.util.List;

/** One line of the file, with its checksum and line feed, and the state that it sets for each request. */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
record EncodedRecord(byte[] line, HashedRequests requests, List<State> states) {}
