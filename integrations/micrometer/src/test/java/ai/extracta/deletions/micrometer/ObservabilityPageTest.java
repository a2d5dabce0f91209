package ai.extracta.deletions.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.micrometer.DeletionMeterDocumentation.BulkKeys;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import io.micrometer.observation.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tables of docs/observability.md name what there is, and nothing else. */
class ObservabilityPageTest {

    private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

    private String page;

    @BeforeEach
    void read() throws IOException {
        page = Files.readString(Path.of("../../docs/observability.md"));
    }

    @Test
    void everyMeterHasARow() {
        List<String> timers =
                List.of(CallObservationConvention.DEFAULT.getName(), AttemptObservationConvention.DEFAULT.getName());
        Stream<String> ofObservations = timers.stream().flatMap(timer -> Stream.of(timer, timer + ".active"));
        Stream<String> events = Arrays.stream(DeletionObservationDocumentation.CALL.getEvents())
                .map(Observation.Event::getName)
                .map(event -> timers.get(0) + "." + event);
        Stream<String> others =
                Arrays.stream(DeletionMeterDocumentation.values()).map(MeterDocumentation::getName);

        assertThat(rows("## What is measured", "## Keys"))
                .isEqualTo(Stream.of(ofObservations, events, others)
                        .flatMap(names -> names)
                        .collect(Collectors.toSet()));
    }

    @Test
    void everyKeyHasARow() {
        assertThat(rows("## Keys", "## Traces"))
                .isEqualTo(Arrays.stream(DeletionObservationDocumentation.values())
                        .flatMap(observation -> Stream.of(
                                observation.getLowCardinalityKeyNames(), observation.getHighCardinalityKeyNames()))
                        .flatMap(Arrays::stream)
                        .map(KeyName::asString)
                        .collect(Collectors.toSet()));
        for (KeyName key : BulkKeys.values()) {
            assertThat(page).contains("`" + key.asString() + "`");
        }
    }

    private Set<String> rows(String from, String to) {
        String section = page.substring(page.indexOf(from), page.indexOf(to));
        return FIRST_CELL
                .matcher(section)
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
