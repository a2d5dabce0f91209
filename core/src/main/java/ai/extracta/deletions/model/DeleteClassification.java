package ai.extracta.deletions.model;

import java.util.List;

/**
 * Deletes a whole classification with all its batches, results and files (API documentation, page 4.1).
 *
 * @param classificationId the classification to delete
 * @serial exclude
 * @since 0.1.0
 */
@SuppressWarnings("InvalidBlockTag") // records are serializable, which Error Prone overlooks
public record DeleteClassification(String classificationId) implements DeletionRequest {

    /**
     * Validates the id.
     *
     * @param classificationId the classification
     * @throws NullPointerException if the id is null
     * @throws IllegalArgumentException if the id is blank or has a control character
     */
    public DeleteClassification {
        IdValidator.requireValid("classificationId", classificationId);
    }

    @Override
    public List<DeletionRequest> enclosing() {
        return List.of();
    }
}
