package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.bulk.CorrelatedResult;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the elements of a source become requests, and results become what is emitted.
 *
 * @param ofNull what is emitted for an element that is null; if that is null too, the element ends the stream
 */
record Correlation<T, R>(
        Function<? super T, ? extends @Nullable DeletionRequest> toRequest,
        BiFunction<T, DeletionResult, R> toOutput,
        Function<Failed, @Nullable R> ofNull) {

    /** The elements are the requests. */
    static Correlation<DeletionRequest, DeletionResult> none() {
        return new Correlation<>(request -> request, (request, result) -> result, failed -> failed);
    }

    static <T> Correlation<T, CorrelatedResult<T>> by(
            Function<? super T, ? extends @Nullable DeletionRequest> toRequest) {
        return new Correlation<>(toRequest, CorrelatedResult::new, failed -> null);
    }
}
