package ai.extracta.deletions.internal;

import ai.extracta.deletions.internal.protocol.ApiResponse;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
     * @throws IOException if it cannot be written as JSON
     */
    public LedgerRecordWriter(LedgerRecord.Kind kind) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", kind.text());
        json.writeArrayFieldStart("entries");
    }

    /**
     * Begins an entry.
     *
     * @param state the state the request is in from now on
     * @param at when that was learned
     * @param request the request
     * @throws IOException if it cannot be written as JSON
     */
    public void entry(String state, Instant at, DeletionRequest request) throws IOException {
        endEntry();
        inEntry = true;
        json.writeStartObject();
        json.writeFieldName(STATE);
        json.writeString(state);
        json.writeFieldName(AT);
        json.writeString(this.at.encoded(at));
        writeRequest("request", request);
    }

    /**
     * Says what kind of result it is.
     *
     * @param kind the result's name
     * @throws IOException if it cannot be written as JSON
     */
    public void result(String kind) throws IOException {
        json.writeFieldName(RESULT);
        json.writeString(kind);
    }

    /**
     * Says why it was not sent.
     *
     * @param reason the reason's name
     * @throws IOException if it cannot be written as JSON
     */
    public void reason(String reason) throws IOException {
        json.writeStringField("reason", reason);
    }

    /**
     * Names the wider deletion that took it along.
     *
     * @param wider the wider deletion
     * @throws IOException if it cannot be written as JSON
     */
    public void by(DeletionRequest wider) throws IOException {
        writeRequest("by", wider);
    }

    /**
     * Gives the proof.
     *
     * @param receipts one of each call that took part
     * @throws IOException if it cannot be written as JSON
     */
    public void receipts(List<DeletionReceipt> receipts) throws IOException {
        json.writeFieldName(CALLS);
        json.writeRawValue(calls.encoded(receipts));
    }

    private static String callsIn(List<DeletionReceipt> receipts) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = LedgerCodec.JSON.createGenerator(text)) {
            json.writeStartArray();
            for (DeletionReceipt receipt : receipts) {
                writeCall(receipt, json);
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void writeCall(DeletionReceipt receipt, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("confirmation", receipt.confirmation().name());
        json.writeStringField("completedAt", receipt.completedAt().toString());
        json.writeNumberField("elapsedMillis", receipt.elapsed().toMillis());
        json.writeNumberField("attempts", receipt.attempts());
        writeAnswer(receipt.status(), receipt.requestId(), json);
        json.writeStringField("message", shortened(receipt.message()));
        json.writeEndObject();
    }

    /**
     * Says why it is not known to be gone.
     *
     * @param outcome whether it happened
     * @param failure what went wrong
     * @param remaining what of it is not known to be gone
     * @throws IOException if it cannot be written as JSON
     */
    public void failure(Outcome outcome, RuntimeException failure, List<DeletionRequest> remaining) throws IOException {
        json.writeObjectFieldStart("failure");
        json.writeStringField("outcome", outcome.name());
        json.writeStringField("type", failure.getClass().getSimpleName());
        json.writeStringField("message", shortened(String.valueOf(failure.getMessage())));
        if (failure instanceof DeletionException known) {
            json.writeNumberField("attempts", known.attempts());
        }
        if (failure instanceof ResponseException answered) {
            writeAnswer(answered.status(), ApiResponse.requestIdIn(answered.headers()), json);
            json.writeStringField("serverMessage", shortened(answered.serverMessage()));
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
     * @throws IOException if it cannot be written as JSON
     */
    public byte[] toBytes() throws IOException {
        endEntry();
        json.writeEndArray();
        json.writeEndObject();
        json.close();
        return bytes.toByteArray();
    }

    /** Gives back the generator's buffers. */
    @Override
    public void close() throws IOException {
        json.close();
    }

    private void endEntry() throws IOException {
        if (inEntry) {
            json.writeEndObject();
        }
    }

    private static void writeAnswer(int status, String requestId, JsonGenerator json) throws IOException {
        json.writeNumberField("status", status);
        json.writeStringField("requestId", shortened(requestId));
    }

    private void writeRequest(String name, DeletionRequest request) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeFieldName(KIND);
        json.writeString(kindOf(request));
        json.writeFieldName(CLASSIFICATION_ID);
        json.writeString(classificationId.encoded(request.classificationId()));
        if (request instanceof DeleteBatch batch) {
            json.writeFieldName(BATCH_ID);
            json.writeString(batchId.encoded(batch.batchId()));
        } else if (request instanceof DeleteFiles files) {
            writeFiles(files);
        }
        json.writeEndObject();
    }

    private void writeFiles(DeleteFiles files) throws IOException {
        json.writeFieldName(BATCH_ID);
        json.writeString(batchId.encoded(files.batchId()));
        json.writeFieldName(FILE_IDS);
        json.writeStartArray();
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
