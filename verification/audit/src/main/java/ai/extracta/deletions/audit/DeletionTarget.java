package ai.extracta.deletions.audit;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.ExtractaSimulator.Batch;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The target of one deletion, in its own classification, so that no other deletion affects it.
 *
 * @param request the deletion
 * @param tree what exists at first; a target that never existed is not in it
 */
record DeletionTarget(DeletionRequest request, Classification tree) {

    private static final int PERCENT_ABSENT = 2;

    /**
     * Creates a random target.
     *
     * @param id of its classification
     * @param random decides what it is
     */
    static DeletionTarget of(String id, SplittableRandom random) {
        Batch batch = new Batch(id + "-batch", List.of(id + "-file-1", id + "-file-2", id + "-file-3"));
        Batch bystander = new Batch(id + "-other", List.of(id + "-other-file"));
        Classification tree = new Classification(id, List.of(batch, bystander));
        boolean absent = random.nextInt(100) < PERCENT_ABSENT;
        return switch (random.nextInt(3)) {
            case 0 -> new DeletionTarget(new DeleteFiles(id, batch.batchId(), files(batch, absent, random)), tree);
            case 1 -> new DeletionTarget(new DeleteBatch(id, absent ? id + "-absent" : batch.batchId()), tree);
            default -> new DeletionTarget(new DeleteClassification(absent ? id + "-absent" : id), tree);
        };
    }

    private static List<String> files(Batch batch, boolean absent, SplittableRandom random) {
        return absent
                ? List.of(batch.batchId() + "-absent")
                : batch.fileIds().subList(0, 1 + random.nextInt(batch.fileIds().size()));
    }

    /** Whether it existed at first. */
    boolean existed() {
        return isPresentIn(tree);
    }

    /** Whether any part of it is in what remains of a classification. */
    boolean isPresentIn(Classification remaining) {
        if (request instanceof DeleteFiles files) {
            return remaining.batches().stream()
                    .filter(batch -> batch.batchId().equals(files.batchId()))
                    .anyMatch(batch -> batch.fileIds().stream().anyMatch(files.fileIds()::contains));
        }
        if (request instanceof DeleteBatch batch) {
            return remaining.batches().stream()
                    .anyMatch(other -> other.batchId().equals(batch.batchId()));
        }
        return remaining.classificationId().equals(request.classificationId());
    }
}
