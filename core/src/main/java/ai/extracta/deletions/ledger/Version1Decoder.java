package ai.extracta.deletions.ledger;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.ledger.LedgerRecord.Entry;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decodes version 1, of which each record has {@code entries}: one object for each request, as exported. */
final class Version1Decoder extends RecordDecoder {

    private long calls;

    @Override
    int version() {
        return 1;
    }

    @Override
    LedgerRecord decodeValid(byte[] line) throws IOException {
        JsonNode json = LedgerJson.read(line);
        String type = LedgerJson.text(json, "type");
        boolean isBegin = type.equals(LedgerEncoder.BEGIN);
        if (!isBegin && !type.equals(LedgerEncoder.FINISH)) {
            throw new IllegalArgumentException("unknown type of record");
        }
        Instant at = Instant.EPOCH; // without entries
        List<DeletionRequest> requests = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        for (JsonNode entry : LedgerJson.array(json, "entries")) {
            requests.add(request(entry.path("request")));
            at = Instant.parse(LedgerJson.text(entry, "at"));
            entries.add(new Entry(
                    State.valueOf(LedgerJson.text(entry, "state")),
                    entry.has("result") ? Optional.of(entry) : Optional.empty()));
        }
        return new LedgerRecord(isBegin ? ++calls : 0, at, HashedRequests.of(requests), entries);
    }

    private static DeletionRequest request(JsonNode json) {
        String classificationId = LedgerJson.text(json, "classificationId");
        return switch (LedgerJson.text(json, "kind")) {
            case "classification" -> new DeleteClassification(classificationId);
            case "batch" -> new DeleteBatch(classificationId, LedgerJson.text(json, "batchId"));
            case "files" ->
                new DeleteFiles(
                        classificationId,
                        LedgerJson.text(json, "batchId"),
                        LedgerJson.texts(LedgerJson.array(json, "fileIds")));
            default -> throw new IllegalArgumentException("unknown kind of request");
        };
    }
}
