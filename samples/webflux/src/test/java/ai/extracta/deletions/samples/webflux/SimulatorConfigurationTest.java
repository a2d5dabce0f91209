package ai.extracta.deletions.samples.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;

class SimulatorConfigurationTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void withoutAServerTheExampleIsDeletedFromASimulatorEvenIfThereIsAKey() {
        try (Service service = Service.startWithoutServer(folder, "--EXTRACTA_API_KEY=a-real-key")) {
            String example = service.client()
                    .post()
                    .uri("/example")
                    .exchange()
                    .returnResult(String.class)
                    .getResponseBody()
                    .take(4)
                    .collect(Collectors.joining("\n"))
                    .block(LIMIT);

            List<String> events = service.client()
                    .post()
                    .uri("/erasures")
                    .contentType(MediaType.APPLICATION_NDJSON)
                    .bodyValue(String.valueOf(example))
                    .exchange()
                    .returnResult(String.class)
                    .getResponseBody()
                    .collectList()
                    .block(LIMIT);

            assertThat(events)
                    .filteredOn(event -> event.contains("\"state\":\"DELETED\""))
                    .hasSize(4);
        }
    }
}
