package ai.extracta.deletions.audit;

import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.Deleted;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.bulk.DeletionResult.Subsumed;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What happened on the server to every file, batch and classification that a stream was to delete. Ids are unique. */
final class BulkGroundTruth {

    /** A stream does not report its number of attempts. */
    private static final int ANY = Integer.MAX_VALUE;

    private final Map<String, BulkGroup> groups = new HashMap<>();
    private final Set<String> existed;
    private final Set<String> remaining;
    private final Set<String> deletedIds = new HashSet<>();
    private final Map<String, Integer> requestsById = new HashMap<>();
    private final int requestCount;

    /** Expects a closed simulator, which cannot delete any more. */
    BulkGroundTruth(Collection<BulkGroup> groups, ExtractaSimulator closed) {
        groups.forEach(group -> this.groups.put(group.tree().classificationId(), group));
        this.existed = idsIn(groups.stream().map(BulkGroup::tree));
        this.remaining = idsIn(closed.classifications().stream());
        closed.deletions().forEach(deletion -> deletedIds.addAll(idsOf(deletion)));
        closed.requests().stream()
                .flatMap(request -> idsOf(AtomicDeletions.parse(request.body())).stream())
                .forEach(id -> requestsById.merge(id, 1, Integer::sum));
        this.requestCount = closed.requests().size();
    }

    private static Set<String> idsIn(Stream<Classification> trees) {
        Set<String> ids = new HashSet<>();
        trees.forEach(tree -> {
            ids.add(tree.classificationId());
            tree.batches().forEach(batch -> {
                ids.add(batch.batchId());
                ids.addAll(batch.fileIds());
            });
        });
        return ids;
    }

    /** Compares the result of each requested file, batch and classification with what happened. */
    void compare(
            List<DeletionRequest> requests,
            Map<Long, DeletionResult> results,
            boolean isComplete,
            AuditSummary summary) {
        for (int i = 0; i < requests.size(); i++) {
            DeletionRequest request = requests.get(i);
            Optional<DeletionResult> result = Optional.ofNullable(results.get((long) i));
            for (String id : idsOf(request)) {
                ReportedOutcome outcome = result.map(present -> reportedOutcome(present, id))
                        .orElse(isComplete ? ReportedOutcome.NOTHING : ReportedOutcome.CANCELLED_MAYBE_SENT);
                BulkGroup group = groupOf(request);
                summary.add(
                        new DeletionTarget(request, group.tree()),
                        new CallReport(outcome, isComplete, ANY, ANY),
                        truthOf(
                                id,
                                result.filter(Subsumed.class::isInstance)
                                        .map(present -> ((Subsumed) present).subsumedBy()),
                                group));
            }
        }
        summary.countRequests(requestCount);
    }

    private BulkGroup groupOf(DeletionRequest request) {
        return Optional.ofNullable(groups.get(request.classificationId())).orElseThrow();
    }

    private static List<String> idsOf(DeletionRequest request) {
        if (request instanceof DeleteFiles files) {
            return files.fileIds();
        }
        return List.of(request instanceof DeleteBatch batch ? batch.batchId() : request.classificationId());
    }

    /** Of a partial failure, everything but the remaining requests was deleted, by an unknown call. */
    private static ReportedOutcome reportedOutcome(DeletionResult result, String id) {
        if (result instanceof Failed failed
                && failed.remaining().stream()
                        .anyMatch(request -> idsOf(request).contains(id))) {
            return ReportedOutcome.valueOf(failed.outcome().name());
        }
        return result instanceof Deleted || result instanceof Subsumed
                ? ReportedOutcome.CONFIRMED
                : ReportedOutcome.ALREADY_ABSENT;
    }

    /** An enclosing deletion counts only if the result names it. */
    private GroundTruth truthOf(String id, Optional<DeletionRequest> subsumedBy, BulkGroup group) {
        boolean deleted = subsumedBy
                .map(enclosing -> idsOf(enclosing).get(0))
                .map(deletedIds::contains)
                .orElse(deletedIds.contains(id));
        String bystander = BulkGroup.bystanderOf(group.tree().classificationId());
        boolean overDeleted = !group.isWhollyRequested() && !remaining.contains(bystander);
        return new GroundTruth(
                existed.contains(id), !remaining.contains(id), deleted, overDeleted, requestsById.getOrDefault(id, 0));
    }
}
