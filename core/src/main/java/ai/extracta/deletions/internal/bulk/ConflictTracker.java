package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Serialises overlapping deletions in arrival order. */
final class ConflictTracker {

    /** A classification, a batch, or all files of one batch. */
    private static final class Node {
        final Set<BulkCall> calls = new LinkedHashSet<>();
        final Map<String, Node> children = new HashMap<>();

        void blockLater(BulkCall later) {
            calls.forEach(later::blockBy);
            children.values().forEach(child -> child.blockLater(later));
        }

        void remove(BulkCall call, Iterator<String> path) {
            if (path.hasNext()) {
                children.computeIfPresent(path.next(), (id, child) -> {
                    child.remove(call, path);
                    return child.calls.isEmpty() && child.children.isEmpty() ? null : child;
                });
            } else {
                calls.remove(call);
            }
        }
    }

    private static final String FILES = "files";

    private final Node root = new Node();

    /** Returns whether no earlier call blocks this one. */
    boolean register(BulkCall call) {
        Node node = root;
        for (String id : path(call.request())) {
            node.calls.forEach(call::blockBy);
            node = node.children.computeIfAbsent(id, absent -> new Node());
        }
        if (!(call.request() instanceof DeleteFiles)) {
            node.blockLater(call);
        }
        node.calls.add(call);
        return !call.isBlocked();
    }

    /** Returns the calls that are no longer blocked. */
    List<BulkCall> complete(BulkCall call) {
        root.remove(call, path(call.request()).iterator());
        return call.unblock();
    }

    private static List<String> path(DeletionRequest request) {
        if (request instanceof DeleteFiles files) {
            return List.of(files.classificationId(), files.batchId(), FILES);
        }
        return request instanceof DeleteBatch batch
                ? List.of(batch.classificationId(), batch.batchId())
                : List.of(request.classificationId());
    }
}
