package ai.extracta.deletions.cli;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a row deletes; always said, never guessed from what a row leaves out. */
enum Kind {
    FILES("files"),
    BATCH("batch"),
    CLASSIFICATION("classification");

    private final String label;

    Kind(String label) {
        this.label = label;
    }

    static Optional<Kind> of(String label) {
        return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
    }

    static Kind of(DeletionRequest request) {
        if (request instanceof DeleteFiles) {
            return FILES;
        }
        return request instanceof DeleteBatch ? BATCH : CLASSIFICATION;
    }

    /** The ids it takes to name one: all of them and no other. */
    List<String> idFields() {
        return switch (this) {
            case FILES -> List.of("classificationId", "batchId", "fileId");
            case BATCH -> List.of("classificationId", "batchId");
            case CLASSIFICATION -> List.of("classificationId");
        };
    }

    /** The request for ids in the order of {@link #idFields()}; the rest of the list are further files. */
    DeletionRequest request(List<String> ids) {
        return switch (this) {
            case FILES -> new DeleteFiles(ids.get(0), ids.get(1), ids.subList(2, ids.size()));
            case BATCH -> new DeleteBatch(ids.get(0), ids.get(1));
            case CLASSIFICATION -> new DeleteClassification(ids.get(0));
        };
    }

    @Override
    public String toString() {
        return label;
    }
}
