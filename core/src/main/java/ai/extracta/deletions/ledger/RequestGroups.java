package ai.extracta.deletions.ledger;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lists of requests in JSON: consecutive ones of one kind and one parent are a group, which names the kind and the
 * parent once.
 */
final class RequestGroups {

    private static final String KIND = "kind";
    private static final String CLASSIFICATION_ID = "classificationId";
    private static final String BATCH_ID = "batchId";
    private static final String CLASSIFICATIONS = "classifications";
    private static final String BATCHES = "batches";
    private static final String FILES = "files";

    private RequestGroups() {}

    static void write(JsonGenerator json, String name, List<DeletionRequest> requests) throws IOException {
        json.writeArrayFieldStart(name);
        for (int i = 0; i < requests.size(); i++) {
            DeletionRequest request = requests.get(i);
            if (i == 0 || !areSiblings(requests.get(i - 1), request)) {
                if (i > 0) {
                    writeEnd(json);
                }
                writeStart(json, request);
            }
            writeId(json, request);
        }
        if (!requests.isEmpty()) {
            writeEnd(json);
        }
        json.writeEndArray();
    }

    private static boolean areSiblings(DeletionRequest one, DeletionRequest other) {
        if (one instanceof DeleteFiles first && other instanceof DeleteFiles second) {
            return first.classificationId().equals(second.classificationId())
                    && first.batchId().equals(second.batchId());
        }
        if (one instanceof DeleteBatch first && other instanceof DeleteBatch second) {
            return first.classificationId().equals(second.classificationId());
        }
        return one instanceof DeleteClassification && other instanceof DeleteClassification;
    }

    private static void writeStart(JsonGenerator json, DeletionRequest first) throws IOException {
        json.writeStartObject();
        if (first instanceof DeleteFiles files) {
            json.writeStringField(KIND, "files");
            json.writeStringField(CLASSIFICATION_ID, files.classificationId());
            json.writeStringField(BATCH_ID, files.batchId());
            json.writeArrayFieldStart(FILES);
        } else if (first instanceof DeleteBatch batch) {
            json.writeStringField(KIND, "batch");
            json.writeStringField(CLASSIFICATION_ID, batch.classificationId());
            json.writeArrayFieldStart(BATCHES);
        } else {
            json.writeStringField(KIND, "classification");
            json.writeArrayFieldStart(CLASSIFICATIONS);
        }
    }

    /** A request for several files is an array. */
    private static void writeId(JsonGenerator json, DeletionRequest request) throws IOException {
        if (request instanceof DeleteBatch batch) {
            json.writeString(batch.batchId());
        } else if (!(request instanceof DeleteFiles files)) {
            json.writeString(request.classificationId());
        } else if (files.fileIds().size() == 1) {
            json.writeString(files.fileIds().get(0));
        } else {
            json.writeArray(
                    files.fileIds().toArray(String[]::new), 0, files.fileIds().size());
        }
    }

    private static void writeEnd(JsonGenerator json) throws IOException {
        json.writeEndArray();
        json.writeEndObject();
    }

    /** A missing member is never guessed: without its batch a request would be a wider one. */
    static void read(JsonNode groups, Consumer<DeletionRequest> target) {
        for (JsonNode group : groups) {
            switch (LedgerJson.text(group, KIND)) {
                case "classification" -> readClassifications(group, target);
                case "batch" -> readBatches(group, target);
                case "files" -> readFiles(group, target);
                default -> throw new IllegalArgumentException("unknown kind of request");
            }
        }
    }

    private static void readClassifications(JsonNode group, Consumer<DeletionRequest> target) {
        for (JsonNode id : LedgerJson.array(group, CLASSIFICATIONS)) {
            target.accept(new DeleteClassification(LedgerJson.text(id)));
        }
    }

    private static void readBatches(JsonNode group, Consumer<DeletionRequest> target) {
        String classificationId = LedgerJson.text(group, CLASSIFICATION_ID);
        for (JsonNode id : LedgerJson.array(group, BATCHES)) {
            target.accept(new DeleteBatch(classificationId, LedgerJson.text(id)));
        }
    }

    private static void readFiles(JsonNode group, Consumer<DeletionRequest> target) {
        String classificationId = LedgerJson.text(group, CLASSIFICATION_ID);
        String batchId = LedgerJson.text(group, BATCH_ID);
        for (JsonNode ids : LedgerJson.array(group, FILES)) {
            List<String> fileIds = ids.isArray() ? LedgerJson.texts(ids) : List.of(LedgerJson.text(ids));
            target.accept(new DeleteFiles(classificationId, batchId, fileIds));
        }
    }
}
