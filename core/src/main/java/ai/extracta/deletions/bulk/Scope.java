package ai.extracta.deletions.bulk;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.List;

/** What lies in what. */
final class Scope {

    private Scope() {}

    /** The deletions that would take this one along, the widest first. */
    static List<DeletionRequest> widerThan(DeletionRequest request) {
        DeleteClassification classification = new DeleteClassification(request.classificationId());
        if (request instanceof DeleteFiles files) {
            return List.of(classification, batchOf(files));
        }
        return request instanceof DeleteBatch ? List.of(classification) : List.of();
    }

    static DeleteBatch batchOf(DeleteFiles files) {
        return new DeleteBatch(files.classificationId(), files.batchId());
    }
}
