package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Reads the results of the transports' contract tests, whose modules are built before this one. */
class ContractTableTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final Map<String, String> MODULES =
            Map.of("netty", "transport-netty", "vertx", "transport-vertx", "jdk", "samples/custom-transport");
    private static final List<String> TRANSPORTS = List.of("netty", "vertx", "jdk");
    private static final Path TABLE = Path.of("target", "contract.md");

    @Test
    void standsInTheDocumentation() throws IOException {
        Map<String, Map<String, String>> rows = new TreeMap<>();
        for (String transport : TRANSPORTS) {
            for (String line : Files.readAllLines(results(transport))) {
                int result = line.lastIndexOf('\t');
                rows.computeIfAbsent(line.substring(0, result), name -> new TreeMap<>())
                        .put(transport, line.substring(result + 1));
            }
        }
        String table = table(rows);
        Files.writeString(TABLE, table);
        assertThat(Files.readString(ROOT.resolve("docs/transports.md")))
                .as("docs/transports.md shows what the tests found; copy verification/acceptance/%s", TABLE)
                .contains(table);
    }

    private static Path results(String transport) {
        return ROOT.resolve(MODULES.get(transport)).resolve("target/contract/" + transport + ".tsv");
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
