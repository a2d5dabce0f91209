package ai.extracta.deletions.samples.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

class ErasureTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** A full disk must not end the erasures of others. */
    @Test
    void anErasureWhoseEventsCannotBeWrittenStopsAndDoesNotFail(@TempDir Path folder) throws IOException {
        Path rows = Files.writeString(folder.resolve("upload"), new DeleteBatch("cls-1", "cls-1-batch-1").toJson());
        try (ExtractaSimulator simulator = ExtractaSimulator.start();
                ClassificationDeletions deletions = ClassificationDeletions.builder()
                        .apiKey(ApiKey.of(simulator.apiKey()))
                        .baseUri(simulator.baseUri())
                        .build()) {
            Erasure erasure = Erasure.create(UUID.randomUUID(), folder, rows);
            BulkOptions.Builder options = BulkOptions.builder();
            StepVerifier.create(erasure.run(deletions, options, () -> true)) // closes the events at its end
                    .expectComplete()
                    .verify(LIMIT);

            StepVerifier.create(erasure.run(deletions, options, () -> false))
                    .expectComplete()
                    .verify(LIMIT);

            assertThat(Erasure.isUnfinished(folder)).isTrue();
        }
    }
}
