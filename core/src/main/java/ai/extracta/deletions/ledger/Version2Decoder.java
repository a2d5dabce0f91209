package ai.extracta.deletions.ledger;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.ledger.LedgerRecord.Entry;
import ai.extracta.deletions.ledger.OpenCalls.OpenCall;
import ai.extracta.deletions.model.DeletionRequest;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Decodes version 2, which {@link LedgerEncoder} writes. */
final class Version2Decoder extends RecordDecoder {

    private static final Entry BEGUN = new Entry(State.STARTED, Optional.empty());

    private final OpenCalls calls = new OpenCalls();

    @Override
    int version() {
        return LedgerHeader.CURRENT_VERSION;
    }

    @Override
    LedgerRecord decodeValid(byte[] line) throws IOException {
        JsonNode json = LedgerJson.read(line);
        Instant at = Instant.parse(LedgerJson.text(json, "at"));
        return switch (LedgerJson.text(json, "type")) {
            case LedgerEncoder.BEGIN -> begin(json, at);
            case LedgerEncoder.FINISH -> json.has("call") ? results(at, taken(json), json) : results(at, json);
            default -> throw new IllegalArgumentException("unknown type of record");
        };
    }

    private LedgerRecord begin(JsonNode json, Instant at) {
        List<DeletionRequest> requests = requests(json);
        OpenCall call = OpenCall.of(LedgerJson.number(json, "call"), requests);
        calls.add(call);
        return new LedgerRecord(call.number(), at, call.hashed(), Collections.nCopies(requests.size(), BEGUN));
    }

    private static List<DeletionRequest> requests(JsonNode json) {
        List<DeletionRequest> requests = new ArrayList<>();
        RequestGroups.read(LedgerJson.array(json, "requests"), requests::add);
        return requests;
    }

    private OpenCall taken(JsonNode json) {
        return calls.take(LedgerJson.number(json, "call"))
                .orElseThrow(() -> new IllegalArgumentException("no earlier record begins this call"));
    }

    private static LedgerRecord results(Instant at, OpenCall call, JsonNode json) {
        int requests = call.requests().size();
        List<Entry> entries = new ArrayList<>(requests);
        for (JsonNode group : LedgerJson.array(json, "results")) {
            long count = LedgerJson.number(group, "count");
            if (count > requests - entries.size()) {
                throw new IllegalArgumentException("more results than requests");
            }
            entries.addAll(Collections.nCopies((int) count, entry(group)));
        }
        if (entries.size() < requests) {
            throw new IllegalArgumentException("fewer results than requests");
        }
        return new LedgerRecord(0, at, call.hashed(), entries);
    }

    private static LedgerRecord results(Instant at, JsonNode json) {
        List<DeletionRequest> requests = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        for (JsonNode group : LedgerJson.array(json, "results")) {
            List<DeletionRequest> ofGroup = requests(group);
            requests.addAll(ofGroup);
            entries.addAll(Collections.nCopies(ofGroup.size(), entry(group)));
        }
        return new LedgerRecord(0, at, HashedRequests.of(requests), entries);
    }

    private static Entry entry(JsonNode group) {
        LedgerJson.text(group, "result");
        return new Entry(State.valueOf(LedgerJson.text(group, "state")), Optional.of(group));
    }
}
