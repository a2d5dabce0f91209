package ai.extracta.deletions.samples.vertx;

import ai.extracta.deletions.model.DeleteFiles;
import io.vertx.core.json.JsonObject;

/**
 * A registered upload.
 *
 * @param id its number in the store, in the order of registration
 * @param upload the file
 * @param state what is known about it
 * @param reason why it is in this state, empty if that needs no reason
 */
record Document(long id, Upload upload, DocumentState state, String reason) {

    JsonObject toJson() {
        DeleteFiles file = upload.deletion();
        return new JsonObject()
                .put("id", id)
                .put("classificationId", file.classificationId())
                .put("batchId", file.batchId())
                .put("fileId", file.fileIds().get(0))
                .put("uploadedAt", upload.uploadedAt())
                .put("state", state)
                .put("reason", reason);
    }
}
