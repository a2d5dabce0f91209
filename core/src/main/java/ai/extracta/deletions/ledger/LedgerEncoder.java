package ai.extracta.deletions.ledger;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.AlreadyAbsent;
import ai.extracta.deletions.bulk.DeletionResult.Deleted;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.bulk.DeletionResult.Skipped;
import ai.extracta.deletions.bulk.DeletionResult.Subsumed;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.internal.protocol.ApiResponse;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

/** Encodes records as lines of the file. */
final class LedgerEncoder {

    static final String BEGIN = "begin";
    static final String FINISH = "finish";

    /** A server must not be able to fill the disk. */
    private static final int MAX_TEXT = 1_000;

    /** Enough for most lines: what is not about a single id, and an id. */
    private static final int COMMON_LENGTH = 512;

    private static final int ID_LENGTH = 32;

    private LedgerEncoder() {}

    static byte[] begin(long call, String at, List<DeletionRequest> requests) {
        return LedgerJson.line(COMMON_LENGTH + ID_LENGTH * requests.size(), json -> {
            json.writeStringField("type", BEGIN);
            json.writeNumberField("call", call);
            json.writeStringField("at", at);
            RequestGroups.write(json, "requests", requests);
        });
    }

    /** With the number of the call that has exactly the requests of the results, or else with the requests. */
    static byte[] finish(OptionalLong call, String at, List<ResultGroup> results) {
        return LedgerJson.line(COMMON_LENGTH, json -> {
            json.writeStringField("type", FINISH);
            if (call.isPresent()) {
                json.writeNumberField("call", call.getAsLong());
            }
            json.writeStringField("at", at);
            json.writeArrayFieldStart("results");
            for (ResultGroup group : results) {
                json.writeStartObject();
                if (call.isPresent()) {
                    json.writeNumberField("count", group.requests().size());
                } else {
                    RequestGroups.write(json, "requests", group.requests());
                }
                json.writeRaw("," + group.members());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /** What a result says, without its request: the members of a JSON object. */
    static String members(DeletionResult result) {
        String object = LedgerJson.object(json -> writeResult(json, result));
        return object.substring(1, object.length() - 1);
    }

    private static void writeResult(JsonGenerator json, DeletionResult result) throws IOException {
        json.writeStringField("state", DeletionLedger.stateAfter(result).name());
        json.writeStringField("result", result.getClass().getSimpleName());
        if (result instanceof Deleted deleted) {
            writeCalls(json, deleted.receipts());
        } else if (result instanceof AlreadyAbsent absent) {
            writeCalls(json, absent.receipts());
        } else if (result instanceof Subsumed subsumed) {
            writeRequest(json, "by", subsumed.subsumedBy());
        } else if (result instanceof Skipped skipped) {
            json.writeStringField("reason", skipped.reason().name());
        } else if (result instanceof Failed failed) {
            writeFailure(json, failed);
        }
    }

    private static void writeRequest(JsonGenerator json, String name, DeletionRequest request) throws IOException {
        json.writeFieldName(name);
        json.writeRawValue(request.toJson());
    }

    private static void writeCalls(JsonGenerator json, List<DeletionReceipt> receipts) throws IOException {
        json.writeArrayFieldStart("calls");
        for (DeletionReceipt receipt : receipts) {
            json.writeStartObject();
            json.writeStringField("confirmation", receipt.confirmation().name());
            json.writeStringField("completedAt", receipt.completedAt().toString());
            json.writeNumberField("elapsedMillis", receipt.elapsed().toMillis());
            json.writeNumberField("attempts", receipt.attempts());
            writeResponse(json, receipt.status(), receipt.requestId());
            json.writeStringField("message", truncated(receipt.message()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeFailure(JsonGenerator json, Failed failed) throws IOException {
        RuntimeException failure = failed.failure();
        json.writeObjectFieldStart("failure");
        json.writeStringField("outcome", failed.outcome().name());
        json.writeStringField("type", failure.getClass().getSimpleName());
        json.writeStringField("message", truncated(String.valueOf(failure.getMessage())));
        if (failure instanceof DeletionException known) {
            json.writeNumberField("attempts", known.attempts());
        }
        if (failure instanceof ResponseException response) {
            writeResponse(json, response.status(), ApiResponse.requestIdIn(response.headers()));
            json.writeStringField("serverMessage", truncated(response.serverMessage()));
        }
        json.writeEndObject();
        if (!ResultGroup.failedAsAWhole(failed)) {
            for (DeletionRequest remaining : failed.remaining()) {
                writeRequest(json, "remaining", remaining);
            }
        }
    }

    private static void writeResponse(JsonGenerator json, int status, String requestId) throws IOException {
        json.writeNumberField("status", status);
        json.writeStringField("requestId", truncated(requestId));
    }

    /** Also replaces lone surrogates, which a server may send and UTF-8 cannot encode. */
    private static String truncated(String text) {
        String start = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "..." : text;
        return new String(start.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
