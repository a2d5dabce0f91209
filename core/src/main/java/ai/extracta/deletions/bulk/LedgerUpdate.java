package ai.extracta.deletions.bulk;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionResult.AlreadyAbsent;
import ai.extracta.deletions.bulk.DeletionResult.Deleted;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.bulk.DeletionResult.Skipped;
import ai.extracta.deletions.bulk.DeletionResult.Subsumed;
import ai.extracta.deletions.internal.LedgerRecord.Kind;
import ai.extracta.deletions.internal.LedgerRecordWriter;
import ai.extracta.deletions.model.DeletionRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A line for the file and what it changes in the index.
 *
 * @param line the line
 * @param changes what the index learns when the line is durable
 */
@SuppressWarnings("ArrayRecordComponent") // handed from one thread to the next, never compared
record LedgerUpdate(byte[] line, List<Change> changes) {

    /**
     * What the index learns of a request.
     *
     * @param request the request
     * @param state the state it is in from now on
     */
    record Change(RequestHash request, State state) {}

    static LedgerUpdate begin(List<DeletionRequest> requests) {
        Instant now = Instant.now();
        List<Change> changes = new ArrayList<>(requests.size());
        try (LedgerRecordWriter record = new LedgerRecordWriter(Kind.BEGIN)) {
            for (DeletionRequest request : requests) {
                record.entry(State.BEGUN.name(), now, request);
                changes.add(new Change(RequestHash.of(request), State.BEGUN));
            }
            return new LedgerUpdate(LedgerLine.of(record.toBytes()), changes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static LedgerUpdate finish(List<DeletionResult> results) {
        Instant now = Instant.now();
        List<Change> changes = new ArrayList<>(results.size());
        try (LedgerRecordWriter record = new LedgerRecordWriter(Kind.FINISH)) {
            for (DeletionResult result : results) {
                State state = DeletionLedger.stateAfter(result);
                record.entry(state.name(), now, result.request());
                describe(result, record);
                changes.add(new Change(RequestHash.of(result.request()), state));
            }
            return new LedgerUpdate(LedgerLine.of(record.toBytes()), changes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void describe(DeletionResult result, LedgerRecordWriter record) throws IOException {
        record.result(result.getClass().getSimpleName());
        if (result instanceof Deleted deleted) {
            record.receipts(deleted.receipts());
        } else if (result instanceof AlreadyAbsent absent) {
            record.receipts(absent.receipts());
        } else if (result instanceof Subsumed subsumed) {
            record.by(subsumed.by());
        } else if (result instanceof Skipped skipped) {
            record.reason(skipped.reason().name());
        } else if (result instanceof Failed failed) {
            record.failure(failed.outcome(), failed.failure(), failed.remaining());
        }
    }
}
