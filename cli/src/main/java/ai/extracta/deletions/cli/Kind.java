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

    /**
     * Creates the request for ids in the order of {@link #idFields()}; any further ones are more files.
     *
     * @throws IllegalArgumentException if an id is invalid, or has spaces around it, which are hardly part of it
     */
    DeletionRequest request(List<String> ids) {
        DeletionRequest request = unchecked(ids);
        for (int i = 0; i < ids.size(); i++) {
            if (hasSpacesAround(ids.get(i))) {
                throw new IllegalArgumentException(ID_FIELDS.get(Math.min(i, idCount - 1))
                        + " has spaces around it; pass the id exactly as the API returned it");
            }
        }
        return request;
    }

    private static boolean hasSpacesAround(String id) {
        return isSpace(id.codePointAt(0)) || isSpace(id.codePointBefore(id.length()));
    }

    /** No-break and zero-width spaces and byte order marks count as well. */
    private static boolean isSpace(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || Character.getType(codePoint) == Character.FORMAT;
    }

    private DeletionRequest unchecked(List<String> ids) {
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
