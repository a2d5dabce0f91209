package ai.extracta.deletions.model;

import ai.extracta.deletions.internal.json.JsonObjectReader;
import ai.extracta.deletions.internal.json.JsonObjectWriter;

/** Requests as JSON, in the same form as in a ledger. */
final class RequestJson {

    private RequestJson() {}

    static String write(DeletionRequest request) {
        JsonObjectWriter json = new JsonObjectWriter();
        if (request instanceof DeleteFiles files) {
            start(json, "files", request).string("batchId", files.batchId()).strings("fileIds", files.fileIds());
        } else if (request instanceof DeleteBatch batch) {
            start(json, "batch", request).string("batchId", batch.batchId());
        } else {
            start(json, "classification", request);
        }
        return json.end();
    }

    private static JsonObjectWriter start(JsonObjectWriter json, String kind, DeletionRequest request) {
        return json.string("kind", kind).string("classificationId", request.classificationId());
    }

    static DeletionRequest read(String text) {
        JsonObjectReader json = JsonObjectReader.of(text);
        String kind = json.takeString(json.has("type") ? "type" : "kind");
        String classificationId = json.takeString("classificationId");
        DeletionRequest request =
                switch (kind) {
                    case "classification" -> new DeleteClassification(classificationId);
                    case "batch" -> new DeleteBatch(classificationId, json.takeString("batchId"));
                    case "files" ->
                        new DeleteFiles(classificationId, json.takeString("batchId"), json.takeStrings("fileIds"));
                    default ->
                        throw new IllegalArgumentException("kind must be \"classification\", \"batch\" or \"files\"");
                };
        json.requireNoMore();
        return request;
    }
}
