package ai.extracta.deletions.model;

import java.util.List;

/**
 * One deletion, validated on construction.
 *
 * <p>Every implementation rejects … so that a missing id can never widen a deletion. Ids are otherwise opaque and
 * are sent exactly as given. Immutable.
 *
 * @since 0.1.0
 */
public sealed interface DeletionRequest permits DeleteClassification, DeleteBatch, DeleteFiles {

    /**
     * Returns the classification that is deleted or that contains what is deleted.
     *
     * @return the id, never blank
     */
    String classificationId();

    /**
     * Returns the deletions that would delete this one's target as well.
     *
     * @return the widest first; empty for a classification
     */
    List<DeletionRequest> enclosing();
}
