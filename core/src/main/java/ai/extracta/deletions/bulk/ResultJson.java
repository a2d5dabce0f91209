package ai.extracta.deletions.bulk;

import ai.extracta.deletions.bulk.DeletionResult.AlreadyAbsent;
import ai.extracta.deletions.bulk.DeletionResult.Deleted;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.bulk.DeletionResult.Skipped;
import ai.extracta.deletions.bulk.DeletionResult.Subsumed;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.internal.json.JsonObjectWriter;
import ai.extracta.deletions.internal.protocol.ApiResponse;
import ai.extracta.deletions.model.DeletionReceipt;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Results as JSON, in the same form as in the export of a ledger. */
final class ResultJson {

    private static final int MAX_TEXT = 1_000;

    private ResultJson() {}

    static String write(DeletionResult result) {
        JsonObjectWriter json = new JsonObjectWriter()
                .number("index", result.index())
                .string("state", DeletionLedger.stateAfter(result).name());
        if (!(result instanceof Failed failed && failed.remaining().isEmpty())) {
            json.json("request", result.request().toJson());
        }
        json.string("result", result.getClass().getSimpleName());
        if (result instanceof Deleted deleted) {
            json.json("calls", calls(deleted.receipts()));
        } else if (result instanceof AlreadyAbsent absent) {
            json.json("calls", calls(absent.receipts()));
        } else if (result instanceof Subsumed subsumed) {
            json.json("by", subsumed.subsumedBy().toJson());
        } else if (result instanceof Skipped skipped) {
            json.string("reason", skipped.reason().name());
        } else if (result instanceof Failed failed) {
            json.json("failure", failure(failed));
            failed.remaining().forEach(remaining -> json.json("remaining", remaining.toJson()));
        }
        return json.end();
    }

    private static String calls(List<DeletionReceipt> receipts) {
        return receipts.stream().map(ResultJson::call).collect(Collectors.joining(",", "[", "]"));
    }

    private static String call(DeletionReceipt receipt) {
        return new JsonObjectWriter()
                .string("confirmation", receipt.confirmation().name())
                .string("completedAt", receipt.completedAt().toString())
                .number("elapsedMillis", receipt.elapsed().toMillis())
                .number("attempts", receipt.attempts())
                .number("status", receipt.status())
                .string("requestId", truncated(receipt.requestId()))
                .string("message", truncated(receipt.message()))
                .end();
    }

    private static String failure(Failed failed) {
        RuntimeException failure = failed.failure();
        JsonObjectWriter json = new JsonObjectWriter()
                .string("outcome", failed.outcome().name())
                .string("type", failure.getClass().getSimpleName())
                .string("message", truncated(String.valueOf(failure.getMessage())));
        if (failure instanceof DeletionException known) {
            json.number("attempts", known.attempts());
        }
        if (failure instanceof ResponseException response) {
            json.number("status", response.status())
                    .string("requestId", truncated(ApiResponse.requestIdIn(response.headers())))
                    .string("serverMessage", truncated(response.serverMessage()));
        }
        return json.end();
    }

    /** Also replaces lone surrogates, which a server may send and UTF-8 cannot encode. */
    private static String truncated(String text) {
        String start = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "..." : text;
        return new String(start.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
