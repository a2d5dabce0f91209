package ai.extracta.deletions.bulk;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fewest calls that delete exactly the targets of the requests. Pure: nothing is sent.
 *
 * <pre>{@code
 * System.out.println(DeletionPlan.of(requests));
 * }</pre>
 *
 * <p>Repetitions are dropped, requests subsumed by the deletion of a whole batch or classification get no call of their
 * own, and files of one batch are merged, up to a maximum per call. Calls of a plan never overlap, so their order does
 * not affect what is deleted; files come first and classifications last. Immutable.
 *
 * @since 0.1.0
 */
public final class DeletionPlan {

    /** How many files one call names at most, unless set otherwise. */
    static final int DEFAULT_MAX_FILES_PER_CALL = 100;

    private final int requestCount;
    private final int repetitions;
    private final List<DeletionRequest> calls;
    private final Map<DeletionRequest, DeletionRequest> subsumed;

    private DeletionPlan(
            int requestCount,
            int repetitions,
            List<DeletionRequest> calls,
            Map<DeletionRequest, DeletionRequest> subsumed) {
        this.requestCount = requestCount;
        this.repetitions = repetitions;
        this.calls = List.copyOf(calls);
        this.subsumed = subsumed;
    }

    /**
     * Plans with at most {@value #DEFAULT_MAX_FILES_PER_CALL} files per call.
     *
     * @param requests what to delete, in any order
     * @return the plan
     * @throws NullPointerException if a request is null
     */
    public static DeletionPlan of(Collection<? extends DeletionRequest> requests) {
        return of(requests, DEFAULT_MAX_FILES_PER_CALL);
    }

    /**
     * Plans with the given maximum of files per call.
     *
     * @param requests what to delete, in any order
     * @param maxFilesPerCall how many files one call may name; the API documents no maximum
     * @return the plan
     * @throws NullPointerException if a request is null
     * @throws IllegalArgumentException if the number is less than 1
     */
    public static DeletionPlan of(Collection<? extends DeletionRequest> requests, int maxFilesPerCall) {
        if (maxFilesPerCall < 1) {
            throw new IllegalArgumentException("maxFilesPerCall is " + maxFilesPerCall + "; it must be at least 1");
        }
        List<DeletionRequest> all = List.copyOf(requests);
        Set<DeletionRequest> distinct = new LinkedHashSet<>(all);
        Map<DeletionRequest, DeletionRequest> subsumed = subsumed(distinct);
        List<DeletionRequest> calls = new ArrayList<>(fileCalls(distinct, subsumed, maxFilesPerCall));
        distinct.stream()
                .filter(request -> request instanceof DeleteBatch && !subsumed.containsKey(request))
                .forEach(calls::add);
        distinct.stream().filter(DeleteClassification.class::isInstance).forEach(calls::add);
        return new DeletionPlan(all.size(), all.size() - distinct.size(), calls, subsumed);
    }

    private static Map<DeletionRequest, DeletionRequest> subsumed(Set<DeletionRequest> requests) {
        if (requests.stream().allMatch(DeleteFiles.class::isInstance)) {
            return Map.of(); // files enclose nothing
        }
        Map<DeletionRequest, DeletionRequest> subsumed = new LinkedHashMap<>();
        for (DeletionRequest request : requests) {
            request.enclosing().stream()
                    .filter(requests::contains)
                    .findFirst()
                    .ifPresent(enclosing -> subsumed.put(request, enclosing));
        }
        return Collections.unmodifiableMap(subsumed);
    }

    private static List<DeletionRequest> fileCalls(
            Set<DeletionRequest> requests, Map<DeletionRequest, DeletionRequest> subsumed, int maxFilesPerCall) {
        Map<DeleteBatch, Set<String>> files = new LinkedHashMap<>();
        for (DeletionRequest request : requests) {
            if (request instanceof DeleteFiles some && !subsumed.containsKey(some)) {
                files.computeIfAbsent(some.batch(), batch -> new LinkedHashSet<>())
                        .addAll(some.fileIds());
            }
        }
        List<DeletionRequest> calls = new ArrayList<>();
        files.forEach((batch, ids) -> calls.addAll(cut(batch, List.copyOf(ids), maxFilesPerCall)));
        return calls;
    }

    private static List<DeleteFiles> cut(DeleteBatch batch, List<String> ids, int maxFilesPerCall) {
        List<DeleteFiles> calls = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += maxFilesPerCall) {
            int to = Math.min(ids.size() - from, maxFilesPerCall) + from;
            calls.add(new DeleteFiles(batch.classificationId(), batch.batchId(), ids.subList(from, to)));
        }
        return calls;
    }

    /** {@return the calls to send: files before batches before classifications} */
    public List<DeletionRequest> calls() {
        return calls;
    }

    /** {@return the requests that get no call of their own, each with the widest request that encloses it} */
    public Map<DeletionRequest, DeletionRequest> subsumed() {
        return subsumed;
    }

    /** {@return how many requests were planned, including repetitions} */
    public int requestCount() {
        return requestCount;
    }

    /**
     * Describes the plan for a person to review. Names up to 20 targets of each kind and counts the rest.
     *
     * @return several lines
     */
    public String summary() {
        return PlanSummary.of(this, repetitions);
    }

    /** The {@linkplain #summary() summary}. */
    @Override
    public String toString() {
        return summary();
    }
}
