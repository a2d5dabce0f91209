package ai.extracta.deletions.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The metadata that an IDE completes from, and the table in the documentation, say the same and the truth. */
class PropertiesTableTest {

    private static final Path METADATA = Path.of("target/classes/META-INF/spring-configuration-metadata.json");
    private static final Path DOCUMENT = Path.of("../../docs/spring.md");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `extracta\\.deletions\\.([\\w.-]+)` \\| ([^|]*?) \\| ([^|]+?) \\|$");

    private record Property(String defaultValue, String description) {}

    @Test
    void theTableHasEveryPropertyWithItsDefaultAndDescription() throws IOException {
        assertThat(documented())
                .containsExactlyInAnyOrderEntriesOf(properties())
                .isNotEmpty();
    }

    @Test
    void theDefaultsOfTheMetadataAreThoseOfTheClient() throws IOException {
        List<String> defaults = new ArrayList<>();
        properties().forEach((name, property) -> {
            if (!property.defaultValue.isEmpty()) {
                defaults.add("extracta.deletions." + name + "=" + property.defaultValue);
            }
        });
        assertThat(defaults).hasSizeGreaterThan(10);

        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(DeletionsAutoConfiguration.class))
                .withPropertyValues("extracta.deletions.api-key=key", "extracta.deletions.transport=netty")
                .withPropertyValues(defaults.toArray(String[]::new))
                .run(context -> {
                    try (ClassificationDeletions plain = ClassificationDeletions.builder()
                            .apiKey(ApiKey.of("key"))
                            .transport("netty")
                            .build()) {
                        assertThat(context.getBean(ClassificationDeletions.class))
                                .hasToString(plain.toString());
                    }
                });
    }

    @Test
    void everyPropertyHasADescriptionAndAType() throws IOException {
        for (JsonNode property : metadata()) {
            assertThat(property.path("description").asText())
                    .as(property.path("name").asText())
                    .endsWith(".");
            assertThat(property.path("type").asText())
                    .as(property.path("name").asText())
                    .isNotEmpty();
        }
    }

    private static JsonNode metadata() throws IOException {
        return new ObjectMapper().readTree(METADATA.toFile()).path("properties");
    }

    private static Map<String, Property> properties() throws IOException {
        Map<String, Property> properties = new TreeMap<>();
        for (JsonNode property : metadata()) {
            properties.put(
                    property.path("name").asText().substring("extracta.deletions.".length()),
                    new Property(
                            property.path("defaultValue").asText(),
                            property.path("description").asText()));
        }
        return properties;
    }

    private static Map<String, Property> documented() throws IOException {
        return ROW.matcher(Files.readString(DOCUMENT))
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1),
                        row -> new Property(
                                row.group(2).replace("`", ""), row.group(3).replace('`', '\''))));
    }
}
