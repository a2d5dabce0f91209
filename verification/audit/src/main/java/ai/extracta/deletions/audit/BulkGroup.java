package ai.extracta.deletions.audit;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.ExtractaSimulator.Batch;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A classification and the requests for it: for files of one batch, for another batch, and sometimes for the whole
 * classification. Unless that is requested, a third batch must survive.
 *
 * @param tree what exists at first
 * @param requests in any order
 * @param isWhollyRequested whether there is a request for the whole classification
 */
record BulkGroup(Classification tree, List<DeletionRequest> requests, boolean isWhollyRequested) {

    private static final int FILES = 60;
    private static final int MAX_FILES_PER_REQUEST = 3;
    private static final int PERCENT_ABSENT = 2;
    private static final int PERCENT_WHOLE = 15;

    static BulkGroup of(String id, SplittableRandom random) {
        Batch files = batch(id + "-part", FILES);
        Batch whole = batch(id + "-whole", 3);
        Batch bystander = batch(bystanderOf(id), 1);
        List<DeletionRequest> requests = new ArrayList<>();
        for (int from = 0; from < FILES; ) {
            int to = Math.min(FILES, from + 1 + random.nextInt(MAX_FILES_PER_REQUEST));
            List<String> ids = new ArrayList<>(files.fileIds().subList(from, to));
            if (random.nextInt(100) < PERCENT_ABSENT) {
                ids.add(files.batchId() + "-absent-" + from);
            }
            requests.add(new DeleteFiles(id, files.batchId(), ids));
            from = to;
        }
        requests.add(new DeleteBatch(id, whole.batchId()));
        boolean everything = random.nextInt(100) < PERCENT_WHOLE;
        if (everything) {
            requests.add(random.nextInt(requests.size()), new DeleteClassification(id));
        }
        return new BulkGroup(new Classification(id, List.of(files, whole, bystander)), requests, everything);
    }

    static String bystanderOf(String classificationId) {
        return classificationId + "-other";
    }

    private static Batch batch(String id, int files) {
        return new Batch(
                id, IntStream.range(0, files).mapToObj(i -> id + "-file-" + i).toList());
    }
}
