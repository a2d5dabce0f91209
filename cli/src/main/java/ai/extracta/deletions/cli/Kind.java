package ai.extracta.deletions.cli;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a row deletes; always stated, never inferred from the ids that are missing. */
enum Kind {
    FILES(3),
    BATCH(2),
    CLASSIFICATION(1);

    /** The ids that a row can contain, outermost first. */
    private static final List<String> ID_FIELDS = List.of("classificationId", "batchId", "fileId");

    private final int idCount;

    Kind(int idCount) {
        this.idCount = idCount;
    }

    static Optional<Kind> of(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.toString().equals(label))
                .findFirst();
    }

    static Kind of(DeletionRequest request) {
        if (request instanceof DeleteFiles) {
            return FILES;
        }
        return request instanceof DeleteBatch ? BATCH : CLASSIFICATION;
    }

    /** The ids that identify one: all of them and no others. */
    List<String> idFields() {
        return ID_FIELDS.subList(0, idCount);
    }

    /** Creates the request for ids in the order of {@link #idFields()}; any further ones are more files. */
    DeletionRequest request(List<String> ids) {
        return switch (this) {
            case FILES -> new DeleteFiles(ids.get(0), ids.get(1), ids.subList(2, ids.size()));
            case BATCH -> new DeleteBatch(ids.get(0), ids.get(1));
            case CLASSIFICATION -> new DeleteClassification(ids.get(0));
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
