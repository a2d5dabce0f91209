package ai.extracta.deletions.samples.vertx;

import ai.extracta.deletions.bulk.DeletionResult;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import reactor.core.publisher.Signal;

/**
 * What one run did.
 *
 * @param uploadedBefore which documents it was about
 * @param documents how many of those that it took are in which state now
 * @param stoppedBy why it ended before it had taken all of them, empty if it did not
 */
record RunSummary(Instant uploadedBefore, Map<DocumentState, Long> documents, String stoppedBy) {

    static RunSummary empty(Instant uploadedBefore) {
        return new RunSummary(uploadedBefore, Map.of(), "");
    }

    RunSummary plus(Signal<DeletionResult> signal) {
        DeletionResult result = signal.get();
        if (result != null) {
            Map<DocumentState, Long> counts = new EnumMap<>(DocumentState.class);
            counts.putAll(documents);
            counts.merge(DocumentState.after(result), 1L, Long::sum);
            return new RunSummary(uploadedBefore, counts, stoppedBy);
        }
        Throwable failure = signal.getThrowable();
        return failure == null ? this : new RunSummary(uploadedBefore, documents, failure.toString());
    }

    JsonObject toJson() {
        JsonObject counts = new JsonObject();
        documents.forEach((state, count) -> counts.put(state.name(), count));
        return new JsonObject()
                .put("uploadedBefore", uploadedBefore)
                .put("documents", counts)
                .put("stoppedBy", stoppedBy);
    }
}
