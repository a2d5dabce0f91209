package ai.extracta.deletions.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

class FirstDeletionTest {

    private static final Logger log = LoggerFactory.getLogger(FirstDeletionTest.class);
    private static final Path PROJECT = Path.of("../../verification/consumers/src/it/guide");

    @RegisterExtension
    final Api api = new Api();

    @Test
    void theProgramPrintsWhatTheGuideShows() throws Exception {
        String output = JavaProgram.without("transport-vertx", PROJECT.resolve("src/main/java/FirstDeletion.java"))
                .run();

        assertThat(output).isEqualTo(Document.guide().block("first-deletion-output"));
    }

    @Test
    void theGuideInstallsAsTheReadmeDoes() {
        assertThat(Document.readme().text())
                .contains("```sh\n" + Document.guide().block("install") + "```");
    }

    @Test
    void theGuideRunsTheProgramAsTheBuildDoes() throws IOException {
        Properties invoker = new Properties();
        invoker.load(Files.newBufferedReader(PROJECT.resolve("invoker.properties")));

        assertThat(Document.guide().block("run")).isEqualTo("mvn " + invoker.getProperty("invoker.goals") + "\n");
    }

    @Test
    void aServiceDeletesFilesABatchAClassificationAndAStream() {
        List<DeletionResult> audited = new ArrayList<>();
        AuditLog auditLog = audited::add;
        Flux<DeletionRequest> requests = Flux.just(new DeleteBatch("cls-1", "batch-1"));

        // snippet: one-screen
        try (ClassificationDeletions deletions = ClassificationDeletions.builder()
                .apiKey(ApiKey.fromEnvironment())            // EXTRACTA_API_KEY
                .build()) {                                  // the one transport on the class path

            deletions.deleteFiles("cls-1", "batch-7", List.of("f-1", "f-2"))   // Mono<DeletionReceipt>, cold
                    .then(deletions.deleteBatch("cls-1", "batch-8"))
                    .then(deletions.deleteClassification("cls-2"))
                    .doOnNext(receipt -> log.info("deleted: {}", receipt))
                    .block();                                // in a service: return the Mono instead

            deletions.deleteAll(requests)                    // Flux<DeletionResult>: one result per request
                    .doOnNext(auditLog::write)
                    .blockLast();
        }
        // end

        assertThat(api.simulator().deletions())
                .containsExactly(
                        new DeleteFiles("cls-1", "batch-7", List.of("f-1", "f-2")),
                        new DeleteBatch("cls-1", "batch-8"),
                        new DeleteClassification("cls-2"),
                        new DeleteBatch("cls-1", "batch-1"));
        assertThat(audited).singleElement().isInstanceOf(DeletionResult.Deleted.class);
    }
}
