package ai.extracta.deletions.internal;

import ai.extracta.deletions.internal.protocol.ApiResponse;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;

/** Writes one record of a ledger; each {@link #entry} is followed by what is known of it. Not thread-safe. */
public final class LedgerRecordWriter implements AutoCloseable {

    /** A server must not be able to fill the disk with its words. */
    private static final int LONGEST_TEXT = 1_000;

    private static final SerializedString STATE = new SerializedString("state");
    private static final SerializedString AT = new SerializedString("at");
    private static final SerializedString RESULT = new SerializedString("result");
    private static final SerializedString CALLS = new SerializedString("calls");
    private static final SerializedString KIND = new SerializedString("kind");
    private static final SerializedString CLASSIFICATION_ID = new SerializedString("classificationId");
    private static final SerializedString BATCH_ID = new SerializedString("batchId");
    private static final SerializedString FILE_IDS = new SerializedString("fileIds");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private final JsonGenerator json = LedgerCodec.JSON.createGenerator(bytes);
    private final Last<Instant> at = new Last<>(Instant::toString);
    private final Last<String> classificationId = new Last<>(text -> text);
    private final Last<String> batchId = new Last<>(text -> text);
    private final Last<List<DeletionReceipt>> calls = new Last<>(LedgerRecordWriter::callsIn);
    private boolean inEntry;

    /**
     * Begins a record.
     *
     * @param kind what it tells of its requests
     */
    public LedgerRecordWriter(LedgerRecord.Kind kind) {
        json.writeStartObject();
        json.writeStringProperty("type", kind.text());
        json.writeArrayPropertyStart("entries");
    }

    /**
     * Begins an entry.
     *
     * @param state the state the request is in from now on
     * @param at when that was learned
     * @param request the request
     */
    public void entry(String state, Instant at, DeletionRequest request) {
        endEntry();
        inEntry = true;
        json.writeStartObject();
        json.writeName(STATE).writeString(state);
        json.writeName(AT).writeString(this.at.encoded(at));
        writeRequest("request", request);
    }

    /**
     * Says what kind of result it is.
     *
     * @param kind the result's name
     */
    public void result(String kind) {
        json.writeName(RESULT).writeString(kind);
    }

    /**
     * Says why it was not sent.
     *
     * @param reason the reason's name
     */
    public void reason(String reason) {
        json.writeStringProperty("reason", reason);
    }

    /**
     * Names the wider deletion that took it along.
     *
     * @param wider the wider deletion
     */
    public void by(DeletionRequest wider) {
        writeRequest("by", wider);
    }

    /**
     * Gives the proof.
     *
     * @param receipts one of each call that took part
     */
    public void receipts(List<DeletionReceipt> receipts) {
        json.writeName(CALLS).writeRawValue(calls.encoded(receipts));
    }

    private static String callsIn(List<DeletionReceipt> receipts) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = LedgerCodec.JSON.createGenerator(text)) {
            json.writeStartArray();
            receipts.forEach(receipt -> writeCall(receipt, json));
            json.writeEndArray();
        }
        return text.toString();
    }

    private static void writeCall(DeletionReceipt receipt, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("confirmation", receipt.confirmation().name());
        json.writeStringProperty("completedAt", receipt.completedAt().toString());
        json.writeNumberProperty("elapsedMillis", receipt.elapsed().toMillis());
        json.writeNumberProperty("attempts", receipt.attempts());
        writeAnswer(receipt.status(), receipt.requestId(), json);
        json.writeStringProperty("message", shortened(receipt.message()));
        json.writeEndObject();
    }

    /**
     * Says why it is not known to be gone.
     *
     * @param outcome whether it happened
     * @param failure what went wrong
     * @param remaining what of it is not known to be gone
     */
    public void failure(Outcome outcome, RuntimeException failure, List<DeletionRequest> remaining) {
        json.writeObjectPropertyStart("failure");
        json.writeStringProperty("outcome", outcome.name());
        json.writeStringProperty("type", failure.getClass().getSimpleName());
        json.writeStringProperty("message", shortened(String.valueOf(failure.getMessage())));
        if (failure instanceof DeletionException known) {
            json.writeNumberProperty("attempts", known.attempts());
        }
        if (failure instanceof ResponseException answered) {
            writeAnswer(answered.status(), ApiResponse.requestIdIn(answered.headers()), json);
            json.writeStringProperty("serverMessage", shortened(answered.serverMessage()));
        }
        json.writeEndObject();
        for (DeletionRequest rest : remaining) {
            writeRequest("remaining", rest);
        }
    }

    /**
     * Ends the record.
     *
     * @return its JSON in UTF-8, on one line
     */
    public byte[] toBytes() {
        endEntry();
        json.writeEndArray();
        json.writeEndObject();
        json.close();
        return bytes.toByteArray();
    }

    /** Gives back the generator's buffers. */
    @Override
    public void close() {
        json.close();
    }

    private void endEntry() {
        if (inEntry) {
            json.writeEndObject();
        }
    }

    private static void writeAnswer(int status, String requestId, JsonGenerator json) {
        json.writeNumberProperty("status", status);
        json.writeStringProperty("requestId", shortened(requestId));
    }

    private void writeRequest(String name, DeletionRequest request) {
        json.writeObjectPropertyStart(name);
        json.writeName(KIND).writeString(kindOf(request));
        json.writeName(CLASSIFICATION_ID).writeString(classificationId.encoded(request.classificationId()));
        if (request instanceof DeleteBatch batch) {
            json.writeName(BATCH_ID).writeString(batchId.encoded(batch.batchId()));
        } else if (request instanceof DeleteFiles files) {
            writeFiles(files);
        }
        json.writeEndObject();
    }

    private void writeFiles(DeleteFiles files) {
        json.writeName(BATCH_ID).writeString(batchId.encoded(files.batchId()));
        json.writeName(FILE_IDS).writeStartArray();
        for (String id : files.fileIds()) {
            json.writeString(id);
        }
        json.writeEndArray();
    }

    private static String kindOf(DeletionRequest request) {
        return request instanceof DeleteFiles ? "files" : request instanceof DeleteBatch ? "batch" : "classification";
    }

    /** A server may answer with half a surrogate pair, which JSON in UTF-8 cannot hold. */
    private static String shortened(String text) {
        String kept = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "..." : text;
        return new String(kept.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** The value that was written last, encoded: the files of a call have all in common but their ids. */
    private static final class Last<T> {

        private final Function<T, String> text;
        private @Nullable T value;
        private SerializedString encoded = new SerializedString("");

        Last(Function<T, String> text) {
            this.text = text;
        }

        SerializedString encoded(T next) {
            if (!next.equals(value)) {
                value = next;
                encoded = new SerializedString(text.apply(next));
            }
            return encoded;
        }
    }
}
