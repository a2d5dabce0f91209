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
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

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

    private interface Entries {

        void writeTo(JsonGenerator json) throws IOException;
    }

    private LedgerCodec() {}

    static LedgerRecord begin(List<DeletionRequest> requests) {
        String now = Instant.now().toString();
        List<Entry> entries = requests.stream()
                .map(request -> new Entry(RequestHash.of(request), State.STARTED))
                .toList();
        return encode(BEGIN, entries, json -> {
            for (DeletionRequest request : requests) {
                writeStart(json, State.STARTED, now, request);
                json.writeEndObject();
            }
        });
    }

    static LedgerRecord finish(List<DeletionResult> results) {
        String now = Instant.now().toString();
        List<Entry> entries = results.stream()
                .map(result -> new Entry(RequestHash.of(result.request()), DeletionLedger.stateAfter(result)))
                .toList();
        // The requests of one call share its receipt.
        IdentityHashMap<DeletionReceipt, String> calls = new IdentityHashMap<>();
        return encode(FINISH, entries, json -> {
            for (DeletionResult result : results) {
                writeStart(json, DeletionLedger.stateAfter(result), now, result.request());
                writeResult(json, result, calls);
                json.writeEndObject();
            }
        });
    }

    private static LedgerRecord encode(String type, List<Entry> entries, Entries content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("type", type);
            json.writeArrayFieldStart("entries");
            content.writeTo(json);
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new LedgerRecord(LedgerLine.of(bytes.toByteArray()), entries);
    }

    private static void writeStart(JsonGenerator json, State state, String at, DeletionRequest request)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("state", state.name());
        json.writeStringField("at", at);
        writeRequest(json, "request", request);
    }

    private static void writeRequest(JsonGenerator json, String name, DeletionRequest request) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("kind", kindOf(request));
        json.writeStringField("classificationId", request.classificationId());
        if (request instanceof DeleteBatch batch) {
            json.writeStringField("batchId", batch.batchId());
        } else if (request instanceof DeleteFiles files) {
            json.writeStringField("batchId", files.batchId());
            json.writeArrayFieldStart("fileIds");
            for (String id : files.fileIds()) {
                json.writeString(id);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static String kindOf(DeletionRequest request) {
        return request instanceof DeleteFiles ? "files" : request instanceof DeleteBatch ? "batch" : "classification";
    }

    private static void writeResult(
            JsonGenerator json, DeletionResult result, IdentityHashMap<DeletionReceipt, String> calls)
            throws IOException {
        json.writeStringField("result", result.getClass().getSimpleName());
        if (result instanceof Deleted deleted) {
            writeCalls(json, deleted.receipts(), calls);
        } else if (result instanceof AlreadyAbsent absent) {
            writeCalls(json, absent.receipts(), calls);
        } else if (result instanceof Subsumed subsumed) {
            writeRequest(json, "by", subsumed.subsumedBy());
        } else if (result instanceof Skipped skipped) {
            json.writeStringField("reason", skipped.reason().name());
        } else if (result instanceof Failed failed) {
            writeFailure(json, failed);
        }
    }

    private static void writeCalls(
            JsonGenerator json, List<DeletionReceipt> receipts, IdentityHashMap<DeletionReceipt, String> calls)
            throws IOException {
        json.writeArrayFieldStart("calls");
        for (DeletionReceipt receipt : receipts) {
            json.writeRawValue(calls.computeIfAbsent(receipt, LedgerCodec::encodeCall));
        }
        json.writeEndArray();
    }

    private static String encodeCall(DeletionReceipt receipt) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("confirmation", receipt.confirmation().name());
            json.writeStringField("completedAt", receipt.completedAt().toString());
            json.writeNumberField("elapsedMillis", receipt.elapsed().toMillis());
            json.writeNumberField("attempts", receipt.attempts());
            writeResponse(json, receipt.status(), receipt.requestId());
            json.writeStringField("message", truncated(receipt.message()));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
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
        for (DeletionRequest remaining : failed.remaining()) {
            writeRequest(json, "remaining", remaining);
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
