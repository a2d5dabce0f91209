package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.List;

/** The smallest unit of a call: one file, or a whole batch or classification, which has an empty file id. */
record CallItem(String fileId, List<PendingRequest> requests) {

    static List<String> fileIdsOf(DeletionRequest request) {
        return request instanceof DeleteFiles files ? files.fileIds() : List.of("");
    }
}
