package ai.extracta.deletions.bulk;

import java.util.Objects;

/**
 * The result of one element of a source, together with that very element: what is needed to acknowledge a message or to
 * update a row.
 *
 * @param item the element, the same instance that the source emitted
 * @param result what became of its request
 * @param <T> the type of the elements
 * @since 0.1.0
 */
public record CorrelatedResult<T>(T item, DeletionResult result) {

    /**
     * Requires both components.
     *
     * @param item the element
     * @param result what became of its request
     */
    public CorrelatedResult {
        Objects.requireNonNull(item, "item");
        Objects.requireNonNull(result, "result");
    }
}
