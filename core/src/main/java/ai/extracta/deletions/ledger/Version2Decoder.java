package ai.extracta.deletions.ledger;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.ledger.LedgerRecord.Entry;
import ai.extracta.deletions.ledger.OpenCalls.OpenCall;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Decodes version 2, which {@link LedgerEncoder} writes. */
final class Version2Decoder extends RecordDecoder {

    private final RequestHasher hasher = new RequestHasher();
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
            case LedgerEncoder.FINISH ->
                new LedgerRecord(0, at, json.has("call") ? resultsOf(taken(json), json) : results(json));
            default -> throw new IllegalArgumentException("unknown type of record");
        };
    }

    private LedgerRecord begin(JsonNode json, Instant at) {
        OpenCall call = new OpenCall(LedgerJson.number(json, "call"), requests(json));
        calls.add(call);
        return new LedgerRecord(
                call.number(),
                at,
                call.requests().stream()
                        .map(request -> new Entry(request, State.STARTED, Optional.empty()))
                        .toList());
    }

    private List<HashedRequest> requests(JsonNode json) {
        List<HashedRequest> requests = new ArrayList<>();
        RequestGroups.read(
                LedgerJson.array(json, "requests"),
                request -> requests.add(new HashedRequest(request, hasher.hash(request))));
        return requests;
    }

    private OpenCall taken(JsonNode json) {
        return calls.take(LedgerJson.number(json, "call"))
                .orElseThrow(() -> new IllegalArgumentException("no earlier record begins this call"));
    }

    private static List<Entry> resultsOf(OpenCall call, JsonNode json) {
        List<Entry> entries = new ArrayList<>(call.requests().size());
        Iterator<HashedRequest> requests = call.requests().iterator();
        for (JsonNode group : LedgerJson.array(json, "results")) {
            State state = state(group);
            Optional<JsonNode> result = result(group);
            for (long rest = LedgerJson.number(group, "count"); rest > 0; rest--) {
                if (!requests.hasNext()) {
                    throw new IllegalArgumentException("more results than requests");
                }
                entries.add(new Entry(requests.next(), state, result));
            }
        }
        if (requests.hasNext()) {
            throw new IllegalArgumentException("fewer results than requests");
        }
        return entries;
    }

    private List<Entry> results(JsonNode json) {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode group : LedgerJson.array(json, "results")) {
            State state = state(group);
            Optional<JsonNode> result = result(group);
            requests(group).forEach(request -> entries.add(new Entry(request, state, result)));
        }
        return entries;
    }

    private static State state(JsonNode group) {
        return State.valueOf(LedgerJson.text(group, "state"));
    }

    private static Optional<JsonNode> result(JsonNode group) {
        LedgerJson.text(group, "result");
        return Optional.of(group);
    }
}
