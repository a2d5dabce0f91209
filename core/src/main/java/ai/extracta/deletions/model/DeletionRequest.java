package ai.extracta.deletions.model;

/**
 * One deletion, valid from the moment it exists.
 *
 * <p>Every implementation refuses an id that is null, blank or contains a control character, so that a missing id can
 * never turn a deletion into a wider one. Ids are otherwise opaque and are sent exactly as given. Immutable.
 *
 * @since 0.1.0
 */
public sealed interface DeletionRequest permits DeleteClassification, DeleteBatch, DeleteFiles {

    /**
     * Returns the classification this deletion is about or within.
     *
     * @return the id, never blank
     */
    String classificationId();
}
