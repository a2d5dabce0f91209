package ai.extracta.deletions.cli;

import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One row of the input as it stands there, and the rules that make it a deletion: it names exactly the ids that its kind needs.
 * One too few could widen the deletion, and so could one too many that is then not looked at.
 */
final class Row {

    static final String TYPE = "type";

    private final String place;
    private final Format format;
    private final Map<String, List<String>> values;

    /**
     * Takes what is filled in.
     *
     * @param place where it stands, such as {@code gone.csv, line 12}
     * @param format how it is written
     * @param values what it says, by the names of {@link Kind#address()} and {@link #TYPE}
     */
    Row(String place, Format format, Map<String, List<String>> values) {
        this.place = place;
        this.format = format;
        this.values = values;
    }

    /** What the row asks for. Without an expected kind, the row has to say it. */
    DeletionRequest request(Optional<Kind> expected) {
        Kind kind = kind(expected);
        values.keySet().stream()
                .filter(name -> !name.equals(TYPE) && !kind.address().contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw wrong(
                            name,
                            "must not be there: a deletion of type " + kind
                                    + " does not name it, and would delete more than this row says");
                });
        List<String> ids = new ArrayList<>();
        kind.address().forEach(name -> ids.addAll(required(name, kind)));
        try {
            return kind.request(ids);
        } catch (IllegalArgumentException invalid) {
            throw new UsageException(place + ": " + invalid.getMessage());
        }
    }

    private Kind kind(Optional<Kind> expected) {
        Optional<Kind> said = Optional.ofNullable(values.get(TYPE)).map(words -> kindOf(words.get(0)));
        if (said.isPresent() && expected.isPresent() && !said.equals(expected)) {
            throw wrong(TYPE, "is " + said.get() + ", but asked for was " + expected.get());
        }
        return said.or(() -> expected)
                .orElseThrow(() ->
                        wrong(TYPE, "is empty; say files, batch or classification there, or for all rows with --kind"));
    }

    private Kind kindOf(String word) {
        return Kind.of(word).orElseThrow(() -> wrong(TYPE, "is not one of files, batch, classification"));
    }

    private List<String> required(String name, Kind kind) {
        List<String> value = values.getOrDefault(name, List.of());
        if (value.isEmpty()) {
            throw wrong(
                    name,
                    "is empty; a deletion of type " + kind + " needs it, and without it could delete more than"
                            + " was meant");
        }
        return value;
    }

    private UsageException wrong(String name, String problem) {
        return new UsageException(place + ", " + format.cell(name) + ": " + problem);
    }
}
