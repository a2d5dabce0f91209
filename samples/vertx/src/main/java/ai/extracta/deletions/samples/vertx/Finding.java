package ai.extracta.deletions.samples.vertx;

import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.Objects;

/**
 * What became of a document, to be recorded.
 *
 * @param deletion what deletes the document
 * @param state what is known about it now
 * @param reason why, empty if that needs no reason
 */
record Finding(DeletionRequest deletion, DocumentState state, String reason) {

    /** From just before a deletion is sent until its result is recorded, whatever happens to this process. */
    static Finding started(DeletionRequest deletion) {
        return new Finding(deletion, DocumentState.UNKNOWN, "a deletion was started and has no result yet");
    }

    static Finding of(DeletionResult result) {
        String reason = result instanceof DeletionResult.Failed failed ? messageOf(failed.failure()) : "";
        return new Finding(result.request(), DocumentState.after(result), reason);
    }

    private static String messageOf(RuntimeException failure) {
        return Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    }
}
