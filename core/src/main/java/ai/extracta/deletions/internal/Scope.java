package ai.extracta.deletions.internal;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.List;

/** What lies in what. */
public final class Scope {

    private Scope() {}

    /**
     * Returns the deletions that would take this one along.
     *
     * @param request a deletion
     * @return the widest first
     */
    public static List<DeletionRequest> widerThan(DeletionRequest request) {
        DeleteClassification classification = new DeleteClassification(request.classificationId());
        if (request instanceof DeleteFiles files) {
            return List.of(classification, batchOf(files));
        }
        return request instanceof DeleteBatch ? List.of(classification) : List.of();
    }

    /**
     * Returns the deletion of the whole batch.
     *
     * @param files some of its files
     * @return the deletion of all
     */
    public static DeleteBatch batchOf(DeleteFiles files) {
        return new DeleteBatch(files.classificationId(), files.batchId());
    }
}
