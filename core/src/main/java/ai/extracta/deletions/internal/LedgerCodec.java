package ai.extracta.deletions.internal;

import ai.extracta.deletions.internal.LedgerRecord.Entry;
import ai.extracta.deletions.internal.LedgerRecord.Kind;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The text of a ledger's records to values, by streaming; {@link LedgerRecordWriter} is the way back. */
public final class LedgerCodec {

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private LedgerCodec() {}

    /**
     * Reads a record. Fields that are not known are passed over; a field that is missing is never guessed, since a request
     * without its batch would be another request.
     *
     * @param text holds the record's JSON, in UTF-8
     * @param from where it begins
     * @param to where it has ended
     * @return the record, empty if it is not one
     */
    public static Optional<LedgerRecord> decode(byte[] text, int from, int to) {
        try (JsonParser json = JSON.createParser(text, from, to - from)) {
            return Optional.of(new Reading(json, text, from).readRecord());
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** One pass over one record. */
    @SuppressWarnings("ArrayRecordComponent") // the line being read, never compared
    private record Reading(JsonParser json, byte[] text, int start) {

        LedgerRecord readRecord() throws IOException {
            String type = "";
            List<Entry> entries = new ArrayList<>();
            require(json.nextToken() == JsonToken.START_OBJECT, "a record is an object");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals("type")) {
                    type = text("type");
                } else if (name.equals("entries")) {
                    readEntries(entries);
                } else {
                    json.skipChildren();
                }
            }
            require(json.nextToken() == null, "nothing follows a record");
            return new LedgerRecord(Kind.of(type), entries);
        }

        private void readEntries(List<Entry> entries) throws IOException {
            require(json.currentToken() == JsonToken.START_ARRAY, "entries are an array");
            while (json.nextToken() == JsonToken.START_OBJECT) {
                entries.add(readEntry());
            }
        }

        private Entry readEntry() throws IOException {
            int from = start + (int) json.currentTokenLocation().getByteOffset();
            String state = "";
            List<DeletionRequest> request = List.of();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals("state")) {
                    state = text("state");
                } else if (name.equals("request")) {
                    request = List.of(readRequest());
                } else {
                    json.skipChildren();
                }
            }
            require(!state.isEmpty() && !request.isEmpty(), "an entry has a state and a request");
            int to = start + (int) json.currentLocation().getByteOffset();
            return new Entry(state, request.get(0), text, from, to);
        }

        private DeletionRequest readRequest() throws IOException {
            require(json.currentToken() == JsonToken.START_OBJECT, "a request is an object");
            String kind = "";
            String classificationId = "";
            String batchId = "";
            List<String> fileIds = List.of();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "kind" -> kind = text("kind");
                    case "classificationId" -> classificationId = text("classificationId");
                    case "batchId" -> batchId = text("batchId");
                    case "fileIds" -> fileIds = readTexts();
                    default -> json.skipChildren();
                }
            }
            return switch (kind) {
                case "classification" -> new DeleteClassification(classificationId);
                case "batch" -> new DeleteBatch(classificationId, batchId);
                case "files" -> new DeleteFiles(classificationId, batchId, fileIds);
                default -> throw new IllegalArgumentException("no request is of the kind " + kind);
            };
        }

        private List<String> readTexts() throws IOException {
            require(json.currentToken() == JsonToken.START_ARRAY, "file ids are an array");
            List<String> texts = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                texts.add(text("a file id"));
            }
            return texts;
        }

        private String text(String what) throws IOException {
            require(json.currentToken() == JsonToken.VALUE_STRING, what + " is a text");
            return json.getText();
        }

        private static void require(boolean condition, String rule) {
            if (!condition) {
                throw new IllegalArgumentException(rule);
            }
        }
    }
}
