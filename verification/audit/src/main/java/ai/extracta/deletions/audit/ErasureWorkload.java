package ai.extracta.deletions.audit;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.ExtractaSimulator.Batch;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The messages for the workers. No two of them request the same; some request what encloses the targets of others, some
 * what never existed, and some are no requests.
 *
 * @param trees what exists at first, among it what nobody requests
 * @param messages the values of the messages
 * @param requests what they request, by the number of the message; those that cannot be read are missing
 */
record ErasureWorkload(List<Classification> trees, List<String> messages, Map<Integer, DeletionRequest> requests) {

    private static final int FILES = 40;
    private static final int MAX_FILES_PER_REQUEST = 3;
    private static final int BATCHES = 4;
    private static final int ABSENT_PER_THOUSAND = 3;
    private static final int UNREADABLE_PER_THOUSAND = 1;

    static ErasureWorkload of(long seed, int size) {
        ErasureWorkload workload = new ErasureWorkload(new ArrayList<>(), new ArrayList<>(), new HashMap<>());
        SplittableRandom random = new SplittableRandom(seed);
        while (workload.messages.size() < size) {
            for (DeletionRequest request : workload.addTree("cls-" + workload.trees.size(), random)) {
                if (workload.messages.size() < size) {
                    workload.add(request, random.nextInt(1000));
                }
            }
        }
        return workload;
    }

    private List<DeletionRequest> addTree(String id, SplittableRandom random) {
        Batch bystander = new Batch(id + "-other", List.of(id + "-other-file"));
        int kind = random.nextInt(10);
        if (kind == 0) {
            trees.add(new Classification(id, List.of(bystander)));
            return List.of(new DeleteClassification(id));
        }
        if (kind == 1) {
            return addBatches(id, bystander);
        }
        return addFiles(id, bystander, kind == 2, random);
    }

    private List<DeletionRequest> addBatches(String id, Batch bystander) {
        List<Batch> batches = new ArrayList<>(List.of(bystander));
        List<DeletionRequest> requested = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            batches.add(new Batch(id + "-batch-" + i, List.of(id + "-file-" + i)));
            requested.add(new DeleteBatch(id, id + "-batch-" + i));
        }
        trees.add(new Classification(id, batches));
        return requested;
    }

    /** The last two files are not requested; the batch is, if it encloses the others. */
    private List<DeletionRequest> addFiles(String id, Batch bystander, boolean isEnclosed, SplittableRandom random) {
        List<String> files =
                IntStream.range(0, FILES).mapToObj(i -> id + "-file-" + i).toList();
        Batch batch = new Batch(id + "-batch", files);
        trees.add(new Classification(id, List.of(batch, bystander)));
        List<DeletionRequest> requested = new ArrayList<>();
        for (int next = 0; next < FILES - 2; ) {
            int end = Math.min(FILES - 2, next + 1 + random.nextInt(MAX_FILES_PER_REQUEST));
            requested.add(new DeleteFiles(id, batch.batchId(), files.subList(next, end)));
            next = end;
        }
        if (isEnclosed) {
            requested.add(new DeleteBatch(id, batch.batchId()));
        }
        return requested;
    }

    private void add(DeletionRequest request, int random) {
        if (random < UNREADABLE_PER_THOUSAND) {
            messages.add("{\"classificationId\":\"" + request.classificationId() + "\"}");
            return;
        }
        DeletionRequest requested = random < UNREADABLE_PER_THOUSAND + ABSENT_PER_THOUSAND ? absent(request) : request;
        requests.put(messages.size(), requested);
        messages.add(requested.toJson());
    }

    private static DeletionRequest absent(DeletionRequest request) {
        String id = request.classificationId();
        if (request instanceof DeleteFiles files) {
            return new DeleteFiles(id, files.batchId(), List.of(files.fileIds().get(0) + "-absent"));
        }
        return request instanceof DeleteBatch batch
                ? new DeleteBatch(id, batch.batchId() + "-absent")
                : new DeleteClassification(id + "-absent");
    }
}
