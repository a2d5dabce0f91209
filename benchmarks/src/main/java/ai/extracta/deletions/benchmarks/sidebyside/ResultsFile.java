package ai.extracta.deletions.benchmarks.sidebyside;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes {@code results.json}, an array with an object for each row. */
final class ResultsFile {

    private static final JsonMapper JSON = new JsonMapper();

    private ResultsFile() {}

    static String json(List<ResultRow> rows) throws IOException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(rows);
    }

    static void write(Path file, List<ResultRow> rows) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, json(rows) + System.lineSeparator());
    }
}
