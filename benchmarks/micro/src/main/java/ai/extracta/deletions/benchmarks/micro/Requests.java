package ai.extracta.deletions.benchmarks.micro;

import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.List;
import java.util.stream.IntStream;

/** Deletions of files with ids as long as in the API documentation. */
final class Requests {

    private static final int FILES_PER_BATCH = 250;

    private Requests() {}

    static DeleteFiles ofFiles(int files) {
        return new DeleteFiles("cls-1", "batch-7", fileIds(files));
    }

    static List<String> fileIds(int files) {
        return IntStream.range(0, files).mapToObj(Requests::fileId).toList();
    }

    /** Deletions of one file each, alternating between batches of 250 files. */
    static List<DeletionRequest> ofSingleFiles(int requests) {
        int batches = Math.max(1, requests / FILES_PER_BATCH);
        return IntStream.range(0, requests)
                .<DeletionRequest>mapToObj(i -> new DeleteFiles("cls-1", "batch-" + i % batches, List.of(fileId(i))))
                .toList();
    }

    private static String fileId(int number) {
        return "file-%08x-%06d".formatted(number * 0x9E3779B9, number);
    }
}
