package ai.extracta.deletions.ledger.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What docs/ledger.md tells users to type. */
class DocumentedUseTest {

    private static final Path PAGE = Path.of("../../docs/ledger.md");
    private static final Pattern QUERIES = Pattern.compile("```sql\\n(.*?)```", Pattern.DOTALL);

    @AutoClose
    private final ExtractaSimulator simulator = ExtractaSimulator.start();

    @AutoClose
    private final ClassificationDeletions deletions = ClassificationDeletions.builder()
            .apiKey(ApiKey.of(simulator.apiKey()))
            .baseUri(simulator.baseUri())
            .build();

    private final Flux<DeletionRequest> requests = Flux.just(new DeleteBatch("cls-1", "cls-1-batch-1"));

    @Test
    void theLedgerIsUsedAsShown() {
        simulator.seed(1, 1, 1);
        String url = "r2dbc:pool:h2:mem:///" + UUID.randomUUID() + "?options=DB_CLOSE_DELAY=-1";

        // snippet: ledger-database
        ConnectionFactory database = ConnectionFactories.get(url);
        R2dbcLedger.createSchema(database).block(); // once

        DeletionLedger ledger = R2dbcLedger.create(database, "retention-2026-07"); // one for each worker
        BulkOptions options = BulkOptions.builder().ledger(ledger).build();
        Flux<DeletionResult> results = deletions.deleteAll(requests, options);
        // end

        assertThat(results.collectList().block(TestDatabase.TIMEOUT)).allMatch(DeletionResult::isGone);
        assertThat(deletions.deleteAll(requests, options).blockLast(TestDatabase.TIMEOUT))
                .isInstanceOf(DeletionResult.Skipped.class);
        assertThat(simulator.requests()).hasSize(1);
    }

    @Test
    void theQueriesRunOnPostgresql() throws IOException {
        ConnectionFactory database = TestDatabase.newPostgresql();
        R2dbcLedger.createSchema(database).block(TestDatabase.TIMEOUT);
        Database connections = new Database(database, Dialect.POSTGRESQL, TestDatabase.TIMEOUT);

        List<String> queries = QUERIES.matcher(Files.readString(PAGE))
                .results()
                .flatMap(block -> Pattern.compile(";\\n").splitAsStream(block.group(1)))
                .toList();

        assertThat(queries).hasSizeGreaterThan(3).allSatisfy(query -> connections
                .query(new Dialect.Query(query, List.of()), row -> row)
                .block(TestDatabase.TIMEOUT));
    }
}
