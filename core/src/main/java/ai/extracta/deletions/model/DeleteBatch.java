package ai.extracta.deletions.model;

import java.util.List;

/**
 * Deletes one batch with all its results and files; the classification stays (API documentation, page 4.2).
 *
 * @param classificationId the classification that holds the batch
 * @param batchId the batch to delete
 * @serial exclude
 * @since 0.1.0
 */
@SuppressWarnings("InvalidBlockTag") // records are serializable, which Error Prone overlooks
public record DeleteBatch(String classificationId, String batchId) implements DeletionRequest {

    /**
     * Validates the ids.
     *
     * @param classificationId the classification
     * @param batchId the batch
     * @throws NullPointerException if an id is null
     * @throws IllegalArgumentException if an id is blank or has a control character
     */
    public DeleteBatch {
        IdValidator.requireValid("classificationId", classificationId);
        IdValidator.requireValid("batchId", batchId);
    }

    @Override
    public List<DeletionRequest> enclosing() {
        return List.of(new DeleteClassification(classificationId));
    }
}
