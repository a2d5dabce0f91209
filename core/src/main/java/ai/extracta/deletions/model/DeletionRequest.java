package ai.extracta.deletions.model;

import java.util.List;

/**
 * One deletion, validated on construction.
 *
 * <p>Every implementation rejects an id that is null, blank or contains a control character, so that a missing id
 * can never widen a deletion. Ids are otherwise opaque and
 * are sent exactly as given. Immutable.
 *
 * @since 0.1.0
 */
public sealed interface DeletionRequest permits DeleteClassification, DeleteBatch, DeleteFiles {

    /** {@return the classification that is deleted or that contains what is deleted, never blank} */
    String classificationId();

    /** {@return the deletions that would delete this one's target as well, widest first; empty for a classification} */
    List<DeletionRequest> enclosing();
}
