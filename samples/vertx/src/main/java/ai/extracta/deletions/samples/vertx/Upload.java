package ai.extracta.deletions.samples.vertx;

import ai.extracta.deletions.model.DeleteFiles;
import java.time.Instant;
import java.util.List;

/**
 * A file that was uploaded for classification.
 *
 * @param deletion what deletes this file and no other; it has checked the ids
 * @param uploadedAt from when its age counts
 */
record Upload(DeleteFiles deletion, Instant uploadedAt) {

    static Upload of(String classificationId, String batchId, String fileId, Instant uploadedAt) {
        return new Upload(new DeleteFiles(classificationId, batchId, List.of(fileId)), uploadedAt);
    }
}
