package example;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.ledger.FileLedger;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.nio.file.Files;
import java.nio.file.Path;
import reactor.core.publisher.Flux;

/** Of core alone. */
final class Ledger implements Feature {

    @Override
    public void use(ExtractaSimulator simulator) throws Exception {
        Path file = Files.createTempDirectory("ledger").resolve("ledger");
        try (ClassificationDeletions deletions = ClassificationDeletions.builder()
                        .apiKey(ApiKey.of(simulator.apiKey()))
                        .baseUri(simulator.baseUri())
                        .build();
                FileLedger ledger = FileLedger.open(file)) {
            DeletionResult result = deletions
                    .deleteAll(
                            Flux.just(new DeleteBatch("cls-1", "cls-1-batch-1")),
                            BulkOptions.builder().ledger(ledger).build())
                    .blockLast();
            Feature.check(result instanceof DeletionResult.Deleted, result);
        }
    }
}
