package example;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.ledger.r2dbc.R2dbcLedger;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import io.r2dbc.h2.H2ConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import reactor.core.publisher.Flux;

final class R2dbc implements Feature {

    @Override
    public void use(ExtractaSimulator simulator) {
        ConnectionFactory database = H2ConnectionFactory.inMemory("features");
        R2dbcLedger.createSchema(database).block();
        try (ClassificationDeletions deletions = ClassificationDeletions.builder()
                        .apiKey(ApiKey.of(simulator.apiKey()))
                        .baseUri(simulator.baseUri())
                        .build();
                R2dbcLedger ledger = R2dbcLedger.create(database, "features")) {
            BulkOptions options = BulkOptions.builder().ledger(ledger).build();
            DeleteBatch batch = new DeleteBatch("cls-1", "cls-1-batch-1");
            DeletionResult result = deletions.deleteAll(Flux.just(batch), options).blockLast();
            Feature.check(result instanceof DeletionResult.Deleted, result);
            DeletionResult again = deletions.deleteAll(Flux.just(batch), options).blockLast();
            Feature.check(again instanceof DeletionResult.Skipped, again);
        }
    }
}
