package ai.extracta.deletions.audit;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.ExtractaSimulator.Batch;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The requests of a job, whose targets all exist at first, among other things that must survive.
 *
 * @param trees what exists at first
 * @param requests of the job, shuffled
 */
record CrashTestPlan(List<Classification> trees, List<DeletionRequest> requests) {

    private static final int CLASSIFICATIONS = 150;

    static CrashTestPlan of(long seed) {
        Random random = new Random(seed);
        List<Classification> trees = new ArrayList<>();
        List<DeletionRequest> requests = new ArrayList<>();
        for (int i = 1; i <= CLASSIFICATIONS; i++) {
            String id = "cls-" + i;
            Batch batch = new Batch(id + "-batch", files(id + "-file-", 6));
            trees.add(new Classification(id, List.of(batch, new Batch(id + "-other", files(id + "-other-", 2)))));
            requests.addAll(requests(id, batch, random.nextInt(4)));
        }
        Collections.shuffle(requests, random);
        return new CrashTestPlan(trees, requests);
    }

    private static List<String> files(String prefix, int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            ids.add(prefix + i);
        }
        return ids;
    }

    /**
     * Requests merged into one call, a request enclosed by another, or a single one. The last file is never requested
     * itself.
     */
    private static List<DeletionRequest> requests(String id, Batch batch, int kind) {
        List<String> files = batch.fileIds();
        return switch (kind) {
            case 0 ->
                List.of(
                        new DeleteFiles(id, batch.batchId(), files.subList(0, 1)),
                        new DeleteFiles(id, batch.batchId(), files.subList(1, 2)),
                        new DeleteFiles(id, batch.batchId(), files.subList(2, 5)));
            case 1 ->
                List.of(
                        new DeleteFiles(id, batch.batchId(), files.subList(0, 2)),
                        new DeleteBatch(id, batch.batchId()));
            case 2 -> List.of(new DeleteBatch(id, batch.batchId()));
            default -> List.of(new DeleteClassification(id));
        };
    }

    /** What must exist after the job. */
    Set<DeletionRequest> remaining() {
        Set<DeletionRequest> remaining = AtomicDeletions.in(trees);
        Set<DeletionRequest> requested = AtomicDeletions.of(requests);
        remaining.removeIf(unit -> requested.stream()
                .filter(wider -> wider.classificationId().equals(unit.classificationId()))
                .anyMatch(wider -> AtomicDeletions.subsumes(wider, unit)));
        return remaining;
    }
}
