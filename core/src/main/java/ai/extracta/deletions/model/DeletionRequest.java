package ai.extracta.deletions.model;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * One deletion, validated on construction.
 *
 * <p>Every implementation rejects an id that is null, blank or contains a control character, so that a missing id
 * can never widen a deletion. Ids are otherwise opaque and
 * are sent exactly as given. Immutable.
 *
 * @since 0.1.0
 */
public sealed interface DeletionRequest extends Serializable permits DeleteClassification, DeleteBatch, DeleteFiles {

    /** {@return the classification that is deleted or that contains what is deleted, never blank} */
    String classificationId();

    /** {@return the deletions that would delete this one's target as well, widest first; empty for a classification} */
    List<DeletionRequest> enclosing();

    /**
     * {@return this request as a JSON object on one line} Its members are {@code kind} ({@code "classification"},
     * {@code "batch"} or {@code "files"}), {@code classificationId}, and depending on the kind {@code batchId} and
     * {@code fileIds}.
     */
    default String toJson() {
        return RequestJson.write(this);
    }

    /**
     * Reads what {@link #toJson} writes; {@code type} means the same as {@code kind}, and only one of them may be
     * present. Nothing is guessed: a member that is missing, blank, repeated, of another type or not expected for the
     * kind is refused, so that it cannot widen the deletion.
     *
     * @param json one JSON object, in any formatting
     * @return the request
     * @throws NullPointerException if it is null
     * @throws IllegalArgumentException if it is anything else; the message names what is wrong
     */
    static DeletionRequest fromJson(String json) {
        return RequestJson.read(Objects.requireNonNull(json, "json"));
    }
}
