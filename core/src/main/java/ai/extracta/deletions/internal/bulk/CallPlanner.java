package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.bulk.DeletionPlan;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.internal.Scope;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns entries into calls, which know whom they are for. */
final class CallPlanner {

    private final int maxFilesPerCall;

    CallPlanner(int maxFilesPerCall) {
        this.maxFilesPerCall = maxFilesPerCall;
    }

    /** Those in doubt come first and by themselves, as 404 means another thing for them. */
    List<BulkCall> plan(Collection<Entry> entries, @Nullable BulkCall parent) {
        return Stream.of(true, false)
                .flatMap(doubted -> plan(
                        entries.stream()
                                .filter(entry -> entry.isDoubted() == doubted)
                                .toList(),
                        doubted,
                        parent))
                .toList();
    }

    private Stream<BulkCall> plan(List<Entry> entries, boolean doubted, @Nullable BulkCall parent) {
        if (entries.isEmpty()) {
            return Stream.empty();
        }
        DeletionPlan plan = DeletionPlan.of(entries.stream().map(Entry::request).toList(), maxFilesPerCall);
        Map<DeletionRequest, List<Entry>> covered = new HashMap<>();
        Map<DeletionRequest, List<Entry>> owners = new HashMap<>();
        Map<DeleteBatch, Map<String, List<Entry>>> ownersOfFiles = new HashMap<>();
        for (Entry entry : entries) {
            DeletionRequest wider = plan.subsumed().get(entry.request());
            if (wider != null) {
                covered.computeIfAbsent(wider, unseen -> new ArrayList<>()).add(entry);
            } else if (entry.request() instanceof DeleteFiles files) {
                own(entry, files, ownersOfFiles.computeIfAbsent(Scope.batchOf(files), unseen -> new HashMap<>()));
            } else {
                owners.computeIfAbsent(entry.request(), unseen -> new ArrayList<>())
                        .add(entry);
            }
        }
        return plan.calls().stream()
                .map(call -> new BulkCall(
                        call,
                        call instanceof DeleteFiles files
                                ? parts(files, ownersOfFiles.getOrDefault(Scope.batchOf(files), Map.of()))
                                : List.of(new Part("", owners.getOrDefault(call, List.of()))),
                        covered.getOrDefault(call, List.of()),
                        doubted ? Outcome.UNKNOWN : Outcome.NOT_SENT,
                        parent));
    }

    private static void own(Entry entry, DeleteFiles files, Map<String, List<Entry>> owners) {
        files.fileIds().forEach(id -> owners.computeIfAbsent(id, unseen -> new ArrayList<>(1))
                .add(entry));
    }

    private static List<Part> parts(DeleteFiles call, Map<String, List<Entry>> owners) {
        return call.fileIds().stream()
                .map(id -> new Part(id, owners.getOrDefault(id, List.of())))
                .toList();
    }
}
