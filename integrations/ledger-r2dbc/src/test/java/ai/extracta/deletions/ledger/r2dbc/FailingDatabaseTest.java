package ai.extracta.deletions.ledger.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Whatever is wrong with the database, the server is not asked to delete what is not recorded. */
class FailingDatabaseTest {

    private static final int FILES = 300;
    private static final Duration TIMEOUT = Duration.ofSeconds(50);

    private final String job = Samples.newJob();

    @AutoClose
    private final ExtractaSimulator simulator = ExtractaSimulator.start();

    private final List<DeletionRequest> requests = requests();

    private List<DeletionRequest> requests() {
        simulator.seed(1, 1, FILES);
        return IntStream.rangeClosed(1, FILES)
                .<DeletionRequest>mapToObj(
                        i -> new DeleteFiles("cls-1", "cls-1-batch-1", List.of("cls-1-batch-1-file-" + i)))
                .toList();
    }

    private void sendsNothing(DeletionLedger ledger, String reason) {
        Job ended = Job.run(simulator, ledger, requests).block(TIMEOUT);

        assertThat(simulator.requests()).isEmpty();
        assertThat(ended.failure()).isNotNull();
        assertThat(ended.failure())
                .satisfiesAnyOf(
                        failure -> assertThat(failure).hasMessageContaining(job).hasMessageContaining(reason),
                        failure -> assertThat(failure.getCause())
                                .hasMessageContaining(job)
                                .hasMessageContaining(reason));
        assertThat(ended.results()).isNotEmpty().allSatisfy(result -> assertThat(result)
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.outcome()).isEqualTo(Outcome.NOT_SENT)));
    }

    private static ConnectionFactory newPostgresqlWithSchema() {
        ConnectionFactory database = TestDatabase.newPostgresql();
        R2dbcLedger.createSchema(database).block(TIMEOUT);
        return database;
    }

    @Test
    void nothingIsSentIfTheDatabaseIsDown() {
        sendsNothing(
                R2dbcLedger.create(ConnectionFactories.get("r2dbc:postgresql://user:secret@127.0.0.1:1/x"), job),
                "Cannot connect to");
    }

    @Test
    void nothingIsSentIfTheSchemaIsMissing() {
        sendsNothing(R2dbcLedger.create(TestDatabase.newPostgresql(), job), "its table is missing");
    }

    @Test
    void nothingIsSentIfTheDatabaseIsReadOnly() {
        ConnectionFactory database = newPostgresqlWithSchema();
        TestDatabase.execute(
                database,
                "ALTER ROLE CURRENT_USER IN DATABASE " + nameOf(database) + " SET default_transaction_read_only = on");

        sendsNothing(R2dbcLedger.create(database, job), "read-only transaction");
    }

    private static String nameOf(ConnectionFactory database) {
        return new Database(database, Dialect.POSTGRESQL, TIMEOUT)
                .query(new Dialect.Query("SELECT current_database()::text", List.of()), row -> row.get(0, String.class))
                .block(TIMEOUT)
                .get(0);
    }

    /** A full disk as PostgreSQL reports it. */
    @Test
    void nothingIsSentIfTheDatabaseIsFull() {
        ConnectionFactory database = newPostgresqlWithSchema();
        TestDatabase.execute(database, """
            CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$
            """);
        TestDatabase.execute(
                database, "CREATE TRIGGER full_disk BEFORE INSERT ON deletion_ledger EXECUTE FUNCTION full_disk()");

        sendsNothing(R2dbcLedger.create(database, job), "No space left on device");
    }

    @Test
    void nothingIsSentIfTheDatabaseIsTooSlow() {
        ConnectionFactory database = newPostgresqlWithSchema();
        Connection other = Mono.<Connection>from(database.create()).block(TIMEOUT);
        Mono.from(other.beginTransaction())
                .thenMany(other.createStatement("LOCK TABLE deletion_ledger").execute())
                .then()
                .block(TIMEOUT);

        sendsNothing(R2dbcLedger.create(database, job, Duration.ofMillis(500)), "did not respond in time");

        Mono.from(other.close()).block(TIMEOUT);
    }

    /** The first connection is for a lookup, later ones are for calls that begin and end. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 12, 30})
    void whatWasSentBeforeTheDatabaseWentDownIsRecorded(int connections) {
        CountingDatabase dying = new CountingDatabase(TestDatabase.POSTGRESQL.pool(), connections);

        Job ended = Job.run(simulator, R2dbcLedger.create(dying, job), requests).block(TIMEOUT);

        assertThat(ended.failure()).isNotNull();
        Set<DeletionRequest> existing = existing();
        List<DeletionRequest> gone =
                requests.stream().filter(request -> !existing.contains(request)).toList();
        assertThat(states(gone)).doesNotContain(State.PENDING, State.REFUSED);
        assertThat(ended.results()).allSatisfy(result -> {
            assertThat(result.isGone()).isEqualTo(!existing.contains(result.request()));
            assertThat(isNotSent(result)).isEqualTo(existing.contains(result.request()));
        });
    }

    private Set<DeletionRequest> existing() {
        return simulator.classifications().stream()
                .flatMap(classification -> classification.batches().stream())
                .flatMap(batch -> batch.fileIds().stream())
                .map(file -> new DeleteFiles("cls-1", "cls-1-batch-1", List.of(file)))
                .collect(Collectors.toSet());
    }

    private List<State> states(List<DeletionRequest> gone) {
        return R2dbcLedger.create(TestDatabase.POSTGRESQL.pool(), job)
                .lookup(gone)
                .block(TIMEOUT);
    }

    private static boolean isNotSent(DeletionResult result) {
        return result instanceof Failed failed && failed.outcome() == Outcome.NOT_SENT;
    }
}
