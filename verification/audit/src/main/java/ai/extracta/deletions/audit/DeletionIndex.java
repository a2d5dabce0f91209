package ai.extracta.deletions.audit;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When each classification, batch and file was deleted by a request for just that. */
final class DeletionIndex {

    private final Map<DeletionRequest, Integer> deletedAt = new HashMap<>();

    DeletionIndex(List<DeletionRequest> deletions) {
        for (int i = 0; i < deletions.size(); i++) {
            int number = i;
            AtomicDeletions.of(deletions.get(i)).forEach(unit -> deletedAt.putIfAbsent(unit, number));
        }
    }

    /** Whether every part of it had been deleted by requests for just these parts. */
    boolean isDeleted(DeletionRequest request, Moment by) {
        return AtomicDeletions.of(request).allMatch(unit -> isUnitDeleted(unit, by));
    }

    /** Likewise, for one classification, batch or file. */
    boolean isUnitDeleted(DeletionRequest unit, Moment by) {
        return deletedAt.getOrDefault(unit, Integer.MAX_VALUE) < by.deletions();
    }

    /** Whether something that encloses the classification, batch or file had been deleted. */
    boolean isEnclosingDeleted(DeletionRequest unit, Moment by) {
        String id = unit.classificationId();
        return (!(unit instanceof DeleteClassification) && isUnitDeleted(new DeleteClassification(id), by))
                || (unit instanceof DeleteFiles files && isUnitDeleted(new DeleteBatch(id, files.batchId()), by));
    }
}
