/**
 * Deletion requests, and the receipt of a successful one.
 *
 * <p>A {@link ai.extracta.deletions.model.DeletionRequest} names a whole classification, one batch, or some files of a
 * batch. Its constructor rejects a missing id, so that it cannot widen the deletion. A
 * {@link ai.extracta.deletions.model.DeletionReceipt} means that the target is deleted.
 */
@NullMarked
package ai.extracta.deletions.model;

import org.jspecify.annotations.NullMarked;
