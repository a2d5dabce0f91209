package ai.extracta.deletions.cli;

import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One row of the input and the rules that make it a deletion: it names exactly the ids that its kind needs. A missing
 * id could widen the deletion, and so could a superfluous one if it were ignored.
 */
final class Row {

    static final String TYPE = "type";

    private final String location;
    private final Format format;
    private final Map<String, List<String>> values;

    /**
     * Creates a row.
     *
     * @param location where it is, such as {@code files.csv, line 12}
     * @param format its format
     * @param values its values that are not empty, by the names of {@link Kind#idFields()} and {@link #TYPE}
     */
    Row(String location, Format format, Map<String, List<String>> values) {
        this.location = location;
        this.format = format;
        this.values = values;
    }

    /** The request of this row, which has to state its kind unless one is expected. */
    DeletionRequest request(Optional<Kind> expected) {
        Kind kind = kind(expected);
        values.keySet().stream()
                .filter(name -> !name.equals(TYPE) && !kind.idFields().contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw invalid(
                            name,
                            "must not be there: a deletion of type " + kind
                                    + " does not name it, and would delete more than this row states");
                });
        List<String> ids = new ArrayList<>();
        kind.idFields().forEach(name -> ids.addAll(required(name, kind)));
        try {
            return kind.request(ids);
        } catch (IllegalArgumentException invalid) {
            throw new UsageException(location + ": " + invalid.getMessage());
        }
    }

    private Kind kind(Optional<Kind> expected) {
        Optional<Kind> declared = Optional.ofNullable(values.get(TYPE)).map(labels -> kindOf(labels.get(0)));
        if (declared.isPresent() && expected.isPresent() && !declared.equals(expected)) {
            throw invalid(TYPE, "is " + declared.get() + ", but " + expected.get() + " was expected");
        }
        return declared.or(() -> expected)
                .orElseThrow(() -> invalid(
                        TYPE, "is empty; write files, batch or classification there, or for all rows with --kind"));
    }

    private Kind kindOf(String label) {
        return Kind.of(label)
                .orElseThrow(() -> invalid(
                        TYPE,
                        "is not one of files, batch, classification"
                                + Suggestion.of(
                                        label,
                                        Stream.of(Kind.values())
                                                .map(Kind::toString)
                                                .toList())));
    }

    private List<String> required(String name, Kind kind) {
        List<String> value = values.getOrDefault(name, List.of());
        if (value.isEmpty()) {
            throw invalid(
                    name,
                    "is empty; a deletion of type " + kind + " needs it, and without it could delete more than"
                            + " was meant");
        }
        return value;
    }

    private UsageException invalid(String name, String problem) {
        return new UsageException(location + ", " + format.cell(name) + ": " + problem);
    }
}
