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
import ai.extracta.deletions.testkit.ReceivedRequest;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What became of every single file, batch and classification that a stream was asked to delete. */
final class BulkGroundTruth {

    /** How often a call was made is not what a stream reports. */
    private static final int ANY = Integer.MAX_VALUE;

    private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");
    private static final Set<String> KEYS = Set.of("classificationId", "batchId", "fileIds");

    private final Map<String, BulkGroup> groups = new HashMap<>();
    private final Set<String> existed;
    private final Set<String> remaining;
    private final Set<String> deletedIds = new HashSet<>();
    private final Map<String, Integer> requestsById = new HashMap<>();
    private final int requestCount;

    /** With a simulator that is closed: only then is all of it over. */
    BulkGroundTruth(Collection<BulkGroup> groups, ExtractaSimulator closed) {
        groups.forEach(group -> this.groups.put(group.tree().classificationId(), group));
        this.existed = idsIn(groups.stream().map(BulkGroup::tree));
        this.remaining = idsIn(closed.classifications().stream());
        closed.deletions().forEach(deletion -> deletedIds.addAll(idsOf(deletion)));
        closed.requests().forEach(this::countRequest);
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

    /** Ids are unique, and the narrowest that a body names are what it is about. */
    private void countRequest(ReceivedRequest request) {
        List<String> texts = TEXT.matcher(request.body())
                .results()
                .map(match -> match.group(1))
                .toList();
        List<String> ids = texts.stream().filter(text -> !KEYS.contains(text)).toList();
        int idOffset = texts.contains("fileIds") ? 2 : texts.contains("batchId") ? 1 : 0;
        ids.stream().skip(idOffset).forEach(id -> requestsById.merge(id, 1, Integer::sum));
    }

    /** Adds a comparison for each file, or for each batch or classification that was asked for as a whole. */
    void compare(List<DeletionRequest> requests, Map<Long, DeletionResult> results, boolean isComplete, AuditSummary summary) {
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
                                result.filter(Subsumed.class::isInstance).map(present -> ((Subsumed) present).subsumedBy()),
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

    /** A result that failed in part says of the rest that it is gone, and not by which call. */
    private static ReportedOutcome reportedOutcome(DeletionResult result, String id) {
        if (result instanceof Failed failed
                && failed.remaining().stream()
                        .anyMatch(request -> idsOf(request).contains(id))) {
            return ReportedOutcome.valueOf(failed.outcome().name());
        }
        return result instanceof Deleted || result instanceof Subsumed ? ReportedOutcome.CONFIRMED : ReportedOutcome.ALREADY_ABSENT;
    }

    /** A deletion that took it along is not its own unless it is said to be. */
    private GroundTruth truthOf(String id, Optional<DeletionRequest> subsumedBy, BulkGroup group) {
        boolean deleted = subsumedBy.map(enclosing -> idsOf(enclosing).get(0))
                .map(deletedIds::contains)
                .orElse(deletedIds.contains(id));
        String bystander = BulkGroup.bystanderOf(group.tree().classificationId());
        boolean overDeleted = !group.isWhollyRequested() && !remaining.contains(bystander);
        return new GroundTruth(existed.contains(id), !remaining.contains(id), deleted, overDeleted, requestsById.getOrDefault(id, 0));
    }
}
