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
final class BulkTruth {

    /** How often a call was made is not what a stream reports. */
    private static final int ANY = Integer.MAX_VALUE;

    private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");
    private static final Set<String> KEYS = Set.of("classificationId", "batchId", "fileIds");

    private final Map<String, BulkGroup> groups = new HashMap<>();
    private final Set<String> existed;
    private final Set<String> left;
    private final Set<String> deletedByName = new HashSet<>();
    private final Map<String, Integer> seen = new HashMap<>();
    private final int requestCount;

    /** With a simulator that is closed: only then is all of it over. */
    BulkTruth(Collection<BulkGroup> groups, ExtractaSimulator closed) {
        groups.forEach(group -> this.groups.put(group.tree().classificationId(), group));
        this.existed = names(groups.stream().map(BulkGroup::tree));
        this.left = names(closed.classifications().stream());
        closed.deletions().forEach(deletion -> deletedByName.addAll(idsOf(deletion)));
        closed.requests().forEach(this::see);
        this.requestCount = closed.requests().size();
    }

    private static Set<String> names(Stream<Classification> trees) {
        Set<String> names = new HashSet<>();
        trees.forEach(tree -> {
            names.add(tree.classificationId());
            tree.batches().forEach(batch -> {
                names.add(batch.batchId());
                names.addAll(batch.fileIds());
            });
        });
        return names;
    }

    /** Ids are unique, and the narrowest that a body names are what it is about. */
    private void see(ReceivedRequest request) {
        List<String> texts = TEXT.matcher(request.body())
                .results()
                .map(found -> found.group(1))
                .toList();
        List<String> ids = texts.stream().filter(text -> !KEYS.contains(text)).toList();
        int about = texts.contains("fileIds") ? 2 : texts.contains("batchId") ? 1 : 0;
        ids.stream().skip(about).forEach(id -> seen.merge(id, 1, Integer::sum));
    }

    /** Adds a comparison for each file, or for each batch or classification that was asked for as a whole. */
    void compare(List<DeletionRequest> requests, Map<Long, DeletionResult> results, boolean isComplete, Tally tally) {
        for (int i = 0; i < requests.size(); i++) {
            DeletionRequest request = requests.get(i);
            Optional<DeletionResult> result = Optional.ofNullable(results.get((long) i));
            for (String id : idsOf(request)) {
                Reported reported = result.map(known -> reported(known, id))
                        .orElse(isComplete ? Reported.NOTHING : Reported.CANCELLED_MAYBE_SENT);
                BulkGroup group = groupOf(request);
                tally.add(
                        new Target(request, group.tree()),
                        new Report(reported, isComplete, ANY, ANY),
                        truthOf(
                                id,
                                result.filter(Subsumed.class::isInstance).map(known -> ((Subsumed) known).by()),
                                group));
            }
        }
        tally.countRequests(requestCount);
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
    private static Reported reported(DeletionResult result, String id) {
        if (result instanceof Failed failed
                && failed.remaining().stream()
                        .anyMatch(request -> idsOf(request).contains(id))) {
            return Reported.valueOf(failed.outcome().name());
        }
        return result instanceof Deleted || result instanceof Subsumed ? Reported.CONFIRMED : Reported.ALREADY_ABSENT;
    }

    /** A deletion that took it along is not its own unless it is said to be. */
    private Truth truthOf(String id, Optional<DeletionRequest> by, BulkGroup group) {
        boolean deleted = by.map(wider -> idsOf(wider).get(0))
                .map(deletedByName::contains)
                .orElse(deletedByName.contains(id));
        String bystander = BulkGroup.bystanderOf(group.tree().classificationId());
        boolean widened = !group.isAskedForWhole() && !left.contains(bystander);
        return new Truth(existed.contains(id), !left.contains(id), deleted, widened, seen.getOrDefault(id, 0));
    }
}
