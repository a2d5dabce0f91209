package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Runs after the contract tests, whose results it reads. */
class ContractTable {

    private static final List<String> TRANSPORTS = List.of("netty", "vertx", "jdk");
    private static final Path DOCUMENT = Path.of("..", "..", "docs", "transports.md");
    private static final Path TABLE = ContractColumn.DIRECTORY.resolve("table.md");

    @Test
    void standsInTheDocumentation() throws IOException {
        Map<String, Map<String, String>> rows = new TreeMap<>();
        for (String transport : TRANSPORTS) {
            for (String line : Files.readAllLines(ContractColumn.DIRECTORY.resolve(transport + ".tsv"))) {
                int result = line.lastIndexOf('\t');
                rows.computeIfAbsent(line.substring(0, result), name -> new TreeMap<>())
                        .put(transport, line.substring(result + 1));
            }
        }
        String table = table(rows);
        Files.writeString(TABLE, table);
        assertThat(Files.readString(DOCUMENT))
                .as("docs/transports.md shows what the tests found; copy verification/acceptance/%s", TABLE)
                .contains(table);
    }

    private static String table(Map<String, Map<String, String>> rows) {
        StringBuilder table = new StringBuilder("| | case | netty | vertx | jdk |\n|---|---|---|---|---|\n");
        rows.forEach((name, results) -> {
            table.append("| ").append(name.replace("\t", " | ")).append(" |");
            TRANSPORTS.forEach(transport -> table.append(' ')
                    .append(results.getOrDefault(transport, "FAILED"))
                    .append(" |"));
            table.append('\n');
        });
        return table.toString();
    }
}
