package ai.extracta.deletions.ledger;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.AlreadyAbsent;
import ai.extracta.deletions.bulk.DeletionResult.Deleted;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.bulk.DeletionResult.Skipped;
import ai.extracta.deletions.bulk.DeletionResult.Subsumed;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.internal.protocol.ApiResponse;
import ai.extracta.deletions.ledger.LedgerRecord.Entry;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Encodes records as lines of the file, and decodes them. */
final class LedgerCodec {

    /** A server must not be able to fill the disk. */
    private static final int MAX_TEXT = 1_000;

    private static final String BEGIN = "begin";
    private static final String FINISH = "finish";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private LedgerCodec() {}

    static LedgerRecord begin(List<DeletionRequest> requests) {
        return encode(BEGIN, requests, request -> request, request -> State.STARTED, (json, request) -> {});
    }

    static LedgerRecord finish(List<DeletionResult> results) {
        return encode(FINISH, results, DeletionResult::request, DeletionLedger::stateAfter, LedgerCodec::writeResult);
    }

    private static <T> LedgerRecord encode(
            String type,
            List<T> updates,
            Function<T, DeletionRequest> requestOf,
            Function<T, State> stateAfter,
            BiConsumer<ObjectNode, T> details) {
        String now = Instant.now().toString();
        ObjectNode json = JSON.createObjectNode().put("type", type);
        ArrayNode array = json.putArray("entries");
        List<Entry> entries = new ArrayList<>(updates.size());
        for (T update : updates) {
            DeletionRequest request = requestOf.apply(update);
            State state = stateAfter.apply(update);
            ObjectNode entry = array.addObject().put("state", state.name()).put("at", now);
            writeRequest(entry.putObject("request"), request);
            details.accept(entry, update);
            entries.add(new Entry(RequestHash.of(request), state));
        }
        try {
            return new LedgerRecord(LedgerLine.of(JSON.writeValueAsBytes(json)), entries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeRequest(ObjectNode json, DeletionRequest request) {
        json.put("kind", kindOf(request)).put("classificationId", request.classificationId());
        if (request instanceof DeleteBatch batch) {
            json.put("batchId", batch.batchId());
        } else if (request instanceof DeleteFiles files) {
            json.put("batchId", files.batchId());
            files.fileIds().forEach(json.putArray("fileIds")::add);
        }
    }

    private static String kindOf(DeletionRequest request) {
        return request instanceof DeleteFiles ? "files" : request instanceof DeleteBatch ? "batch" : "classification";
    }

    private static void writeResult(ObjectNode json, DeletionResult result) {
        json.put("result", result.getClass().getSimpleName());
        if (result instanceof Deleted deleted) {
            writeCalls(json.putArray("calls"), deleted.receipts());
        } else if (result instanceof AlreadyAbsent absent) {
            writeCalls(json.putArray("calls"), absent.receipts());
        } else if (result instanceof Subsumed subsumed) {
            writeRequest(json.putObject("by"), subsumed.subsumedBy());
        } else if (result instanceof Skipped skipped) {
            json.put("reason", skipped.reason().name());
        } else if (result instanceof Failed failed) {
            writeFailure(json.putObject("failure"), failed);
            failed.remaining().forEach(remaining -> writeRequest(json.putObject("remaining"), remaining));
        }
    }

    private static void writeCalls(ArrayNode json, List<DeletionReceipt> receipts) {
        for (DeletionReceipt receipt : receipts) {
            json.addObject()
                    .put("confirmation", receipt.confirmation().name())
                    .put("completedAt", receipt.completedAt().toString())
                    .put("elapsedMillis", receipt.elapsed().toMillis())
                    .put("attempts", receipt.attempts())
                    .put("status", receipt.status())
                    .put("requestId", truncated(receipt.requestId()))
                    .put("message", truncated(receipt.message()));
        }
    }

    private static void writeFailure(ObjectNode json, Failed failed) {
        RuntimeException failure = failed.failure();
        json.put("outcome", failed.outcome().name())
                .put("type", failure.getClass().getSimpleName())
                .put("message", truncated(String.valueOf(failure.getMessage())));
        if (failure instanceof DeletionException known) {
            json.put("attempts", known.attempts());
        }
        if (failure instanceof ResponseException response) {
            json.put("status", response.status())
                    .put("requestId", truncated(ApiResponse.requestIdIn(response.headers())))
                    .put("serverMessage", truncated(response.serverMessage()));
        }
    }

    /** Also replaces lone surrogates, which a server may send and UTF-8 cannot encode. */
    private static String truncated(String text) {
        String start = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "..." : text;
        return new String(start.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /**
     * Returns empty if the line is not a valid record. Unknown fields are ignored. A missing field is never guessed:
     * without its batch a request would be a wider one.
     */
    static Optional<LedgerRecord> decode(byte[] line) {
        try {
            List<Entry> entries = new ArrayList<>();
            for (JsonNode entry : entriesOf(line)) {
                DeletionRequest request = readRequest(entry.path("request"));
                entries.add(new Entry(RequestHash.of(request), State.valueOf(text(entry, "state"))));
            }
            return Optional.of(new LedgerRecord(line, entries));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The entries of a line, in the order of the record's. */
    static JsonNode entriesOf(byte[] line) throws IOException {
        JsonNode json = JSON.readTree(line, LedgerLine.PREFIX, line.length - LedgerLine.PREFIX - 1);
        String type = text(json, "type");
        if (!type.equals(BEGIN) && !type.equals(FINISH)) {
            throw new IllegalArgumentException("unknown record type " + type);
        }
        return array(json, "entries");
    }

    private static DeletionRequest readRequest(JsonNode json) {
        String classificationId = text(json, "classificationId");
        return switch (text(json, "kind")) {
            case "classification" -> new DeleteClassification(classificationId);
            case "batch" -> new DeleteBatch(classificationId, text(json, "batchId"));
            case "files" -> new DeleteFiles(classificationId, text(json, "batchId"), fileIds(json));
            default -> throw new IllegalArgumentException("unknown kind of request");
        };
    }

    private static List<String> fileIds(JsonNode json) {
        List<String> ids = new ArrayList<>();
        array(json, "fileIds").forEach(id -> ids.add(text(id)));
        return ids;
    }

    private static JsonNode array(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isArray()) {
            throw new IllegalArgumentException(name + " must be an array");
        }
        return value;
    }

    private static String text(JsonNode json, String name) {
        return text(json.path(name));
    }

    private static String text(JsonNode json) {
        if (!json.isTextual()) {
            throw new IllegalArgumentException("a string is missing");
        }
        return json.textValue();
    }
}
