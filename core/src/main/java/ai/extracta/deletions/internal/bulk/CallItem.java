package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.List;
import java.util.Set;

/** The smallest unit of a call: one file, or a whole batch or classification, which has an empty file id. */
record CallItem(String fileId, List<PendingRequest> requests) {

    void failed(RuntimeException failure, Outcome before) {
        requests.forEach(pending -> pending.partFailed(fileId, failure, before));
    }

    boolean isOf(Set<DeletionRequest> any) {
        return requests.stream().anyMatch(pending -> any.contains(pending.request()));
    }

    static List<String> fileIdsOf(DeletionRequest request) {
        return request instanceof DeleteFiles files ? files.fileIds() : List.of("");
    }
}
