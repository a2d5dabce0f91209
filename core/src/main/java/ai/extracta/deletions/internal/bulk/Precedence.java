package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Has two deletions of which one takes the other along follow each other, in the order in which they came. */
final class Precedence {

    private static final class Batch {
        final Set<BulkCall> whole = new LinkedHashSet<>();
        final Set<BulkCall> files = new LinkedHashSet<>();

        boolean isEmpty() {
            return whole.isEmpty() && files.isEmpty();
        }
    }

    private static final class Classification {
        final Set<BulkCall> whole = new LinkedHashSet<>();
        final Map<String, Batch> batches = new HashMap<>();

        boolean isEmpty() {
            return whole.isEmpty() && batches.isEmpty();
        }
    }

    private final Map<String, Classification> classifications = new HashMap<>();

    /** Returns whether the call may start at once. */
    boolean enter(BulkCall call) {
        DeletionRequest request = call.request();
        Classification classification =
                classifications.computeIfAbsent(request.classificationId(), id -> new Classification());
        classification.whole.forEach(call::blockBy);
        if (request instanceof DeleteFiles files) {
            Batch batch = batch(classification, files.batchId());
            batch.whole.forEach(call::blockBy);
            batch.files.add(call);
        } else if (request instanceof DeleteBatch whole) {
            Batch batch = batch(classification, whole.batchId());
            blockByAll(call, batch);
            batch.whole.add(call);
        } else {
            classification.batches.values().forEach(batch -> blockByAll(call, batch));
            classification.whole.add(call);
        }
        return !call.isBlocked();
    }

    private static Batch batch(Classification classification, String id) {
        return classification.batches.computeIfAbsent(id, unseen -> new Batch());
    }

    private static void blockByAll(BulkCall call, Batch batch) {
        batch.whole.forEach(call::blockBy);
        batch.files.forEach(call::blockBy);
    }

    /** Returns those that may start now. */
    List<BulkCall> leave(BulkCall call) {
        DeletionRequest request = call.request();
        Classification classification = classifications.get(request.classificationId());
        if (classification != null) {
            classification.whole.remove(call);
            if (request instanceof DeleteFiles files) {
                leave(classification, files.batchId(), call);
            } else if (request instanceof DeleteBatch batch) {
                leave(classification, batch.batchId(), call);
            }
            if (classification.isEmpty()) {
                classifications.remove(request.classificationId());
            }
        }
        return call.unblock();
    }

    private static void leave(Classification classification, String batchId, BulkCall call) {
        Batch batch = classification.batches.get(batchId);
        if (batch != null) {
            batch.whole.remove(call);
            batch.files.remove(call);
            if (batch.isEmpty()) {
                classification.batches.remove(batchId);
            }
        }
    }
}
