package ai.extracta.deletions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeletionRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

/** What is shown before anything is sent. */
class InputSummaryTest {

    @TempDir
    private Path folder;

    @Test
    void aHugeInputIsCountedAndItsBeginningIsPlanned() throws IOException {
        List<DeletionRequest> requests = Stream.concat(
                        IntStream.range(0, InputSummary.MAX_PLANNED).mapToObj(i -> new DeleteBatch("c", "b-" + i)),
                        Stream.of(new DeleteClassification("d")))
                .map(DeletionRequest.class::cast)
                .toList();

        InputSummary survey = InputSummary.of(Input.of(requests), 100, Optional.empty());

        assertThat(survey.requests()).isEqualTo(100_001);
        assertThat(survey.describe())
                .startsWith("100,000 of type batch, 1 of type classification; the plan of the first 100,000:")
                .contains("100,000 requests, 100,000 calls");
    }

    @Test
    void whatWasShownIsWhatIsSentThoughTheFileChanges() throws IOException {
        Path file = Files.writeString(folder.resolve("rows.csv"), "classificationId\nc\n");

        try (InputStream rows = Files.newInputStream(file);
                Input input = SpooledInput.of(rows, "rows.csv", Format.CSV, Optional.of(Kind.CLASSIFICATION))) {
            InputSummary survey = InputSummary.of(input, 100, Optional.empty());
            Files.writeString(file, "classificationId\nc\nprecious\n");

            assertThat(survey.requests()).isEqualTo(1);
            StepVerifier.create(input.requests())
                    .expectNext(new DeleteClassification("c"))
                    .expectComplete()
                    .verify(Duration.ofSeconds(20));
        }
    }

    @Test
    void rowsAreReadNoFasterThanRequested() throws IOException {
        String text = IntStream.range(0, 1_000)
                .mapToObj(i -> "c-" + i)
                .collect(Collectors.joining("\n", "classificationId\n", "\n"));

        try (Input input = SpooledInput.of(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                "rows.csv",
                Format.CSV,
                Optional.of(Kind.CLASSIFICATION))) {
            StepVerifier.create(input.requests(), 2)
                    .expectNext(new DeleteClassification("c-0"), new DeleteClassification("c-1"))
                    .thenCancel()
                    .verify(Duration.ofSeconds(20));
        }
    }
}
