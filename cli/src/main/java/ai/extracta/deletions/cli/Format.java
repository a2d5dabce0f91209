package ai.extracta.deletions.cli;

import java.io.Reader;
import java.util.Locale;
import java.util.Optional;

/** How rows are written. */
enum Format {
    CSV("csv") {
        @Override
        RowReader read(Reader text, String name) {
            return new CsvRowReader(text, name);
        }

        @Override
        String cell(String id) {
            return "column " + id;
        }
    },
    JSONL("jsonl") {
        @Override
        RowReader read(Reader text, String name) {
            return new JsonRowReader(text, name);
        }

        @Override
        String cell(String id) {
            return "field " + (id.equals("fileId") ? JsonRowReader.FILES : id);
        }
    };

    private final String label;

    Format(String label) {
        this.label = label;
    }

    /** The format that the end of a file's name says. */
    static Optional<Format> ofFileName(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return Optional.of(CSV);
        }
        return name.endsWith(".jsonl") || name.endsWith(".ndjson") ? Optional.of(JSONL) : Optional.empty();
    }

    /** Reads rows; closing the reader closes the text. The name is for messages. */
    abstract RowReader read(Reader text, String name);

    /** What a row of this format has an id in. */
    abstract String cell(String id);

    @Override
    public String toString() {
        return label;
    }
}
