package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.bulk.DeletionPlan;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Plans the calls for a window of requests. */
record CallPlanner(int maxFilesPerCall) {

    /** Requests whose outcome is not known come first and in calls of their own: 404 means something else for them. */
    List<BulkCall> plan(Collection<PendingRequest> requests, @Nullable BulkCall parent) {
        return Stream.of(Outcome.UNKNOWN, Outcome.NOT_SENT)
                .flatMap(before -> plan(
                        requests.stream()
                                .filter(pending -> pending.outcomeBefore() == before)
                                .toList(),
                        before,
                        parent))
                .toList();
    }

    private Stream<BulkCall> plan(List<PendingRequest> requests, Outcome before, @Nullable BulkCall parent) {
        DeletionPlan plan =
                DeletionPlan.of(requests.stream().map(PendingRequest::request).toList(), maxFilesPerCall);
        Map<DeletionRequest, List<PendingRequest>> subsumed = new HashMap<>();
        Map<DeletionRequest, Map<String, List<PendingRequest>>> itemsByTarget = new HashMap<>();
        for (PendingRequest pending : requests) {
            DeletionRequest request = pending.request();
            DeletionRequest enclosing = plan.subsumed().get(request);
            if (enclosing != null) {
                subsumed.computeIfAbsent(enclosing, absent -> new ArrayList<>()).add(pending);
            } else {
                Map<String, List<PendingRequest>> items =
                        itemsByTarget.computeIfAbsent(targetOf(request), absent -> new HashMap<>());
                CallItem.fileIdsOf(request).forEach(id -> items.merge(id, List.of(pending), CallPlanner::joined));
            }
        }
        return plan.calls().stream()
                .map(call -> new BulkCall(
                        call,
                        items(call, itemsByTarget.getOrDefault(targetOf(call), Map.of())),
                        subsumed.getOrDefault(call, List.of()),
                        before,
                        parent));
    }

    /** Nearly every file is in one request, for which an immutable list is the smallest. */
    private static List<PendingRequest> joined(List<PendingRequest> some, List<PendingRequest> more) {
        List<PendingRequest> joined = some.size() == 1 ? new ArrayList<>(some) : some;
        joined.addAll(more);
        return joined;
    }

    /** Files share calls with others of their batch. */
    private static DeletionRequest targetOf(DeletionRequest request) {
        return request instanceof DeleteFiles files ? files.batch() : request;
    }

    private static List<CallItem> items(DeletionRequest call, Map<String, List<PendingRequest>> requests) {
        return CallItem.fileIdsOf(call).stream()
                .map(id -> new CallItem(id, requests.getOrDefault(id, List.of())))
                .toList();
    }
}
