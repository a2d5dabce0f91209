package ai.extracta.deletions.model;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Deletes single files and their results; the rest of the batch stays (API documentation, page 4.3).
 *
 * <p>The API documents no maximum number of files per call, and this class sets none.
 *
 * <p>Two requests for the same files of the same batch are equal, whatever the order of the files.
 *
 * @param classificationId the classification that holds the batch
 * @param batchId the batch that holds the files
 * @param fileIds the files to delete, at least one; repeated ids are dropped, the order of first appearance is kept
 * @serial exclude
 * @since 0.1.0
 */
@SuppressWarnings("InvalidBlockTag") // records are serializable, which Error Prone overlooks
public record DeleteFiles(String classificationId, String batchId, List<String> fileIds) implements DeletionRequest {

    private static final int MAX_IDS_SHOWN = 10;

    /**
     * Validates the ids, drops repeated file ids and takes a copy of the list.
     *
     * @param classificationId the classification
     * @param batchId the batch
     * @param fileIds the files
     * @throws NullPointerException if an id or the list is null
     * @throws IllegalArgumentException if an id is blank or has a control character, or the list is empty
     */
    public DeleteFiles {
        IdValidator.requireValid("classificationId", classificationId);
        IdValidator.requireValid("batchId", batchId);
        fileIds = IdValidator.distinct("fileIds", fileIds);
    }

    /** {@return the deletion of the whole batch that holds the files} */
    public DeleteBatch batch() {
        return new DeleteBatch(classificationId, batchId);
    }

    @Override
    public List<DeletionRequest> enclosing() {
        return List.of(new DeleteClassification(classificationId), batch());
    }

    /** Compares the files regardless of their order. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DeleteFiles files
                && classificationId.equals(files.classificationId)
                && batchId.equals(files.batchId)
                && hasSameFiles(files.fileIds);
    }

    /** Both lists are distinct. */
    private boolean hasSameFiles(List<String> others) {
        return fileIds.equals(others)
                || (fileIds.size() == others.size() && new HashSet<>(fileIds).containsAll(others));
    }

    @Override
    public int hashCode() {
        int files = 0;
        for (String id : fileIds) {
            files += id.hashCode();
        }
        return Objects.hash(classificationId, batchId) * 31 + files;
    }

    /** Shows the first ids and the number of the rest, so that thousands of files stay readable. */
    @Override
    public String toString() {
        String shown = fileIds.stream().limit(MAX_IDS_SHOWN).collect(Collectors.joining(", "));
        String rest = fileIds.size() > MAX_IDS_SHOWN ? ", and " + (fileIds.size() - MAX_IDS_SHOWN) + " more" : "";
        return "DeleteFiles[classificationId=" + classificationId + ", batchId=" + batchId + ", fileIds=[" + shown
                + rest + "]]";
    }
}
