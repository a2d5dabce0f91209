package ai.extracta.deletions.cli;

import java.io.Reader;
import java.util.Locale;
import java.util.Optional;

/** The format of rows. */
enum Format {
    CSV,
    JSONL;

    static Optional<Format> ofFileName(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return Optional.of(CSV);
        }
        return name.endsWith(".jsonl") || name.endsWith(".ndjson") ? Optional.of(JSONL) : Optional.empty();
    }

    /** Reads rows; closing the reader closes the text. The name is for messages. */
    RowReader read(Reader text, String name) {
        return this == CSV ? new CsvRowReader(text, name) : new JsonRowReader(text, name);
    }

    /** Describes where a row of this format has an id. */
    String cell(String id) {
        return this == CSV ? "column " + id : "field " + (id.equals("fileId") ? JsonRowReader.FILES : id);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
