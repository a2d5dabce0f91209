package ai.extracta.deletions.ledger.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.ledger.r2dbc.Dialect.Query;
import ai.extracta.deletions.model.DeletionRequest;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactory;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A table can grow to a million rows before PostgreSQL's statistics say so. */
class QueryPlanTest {

    private static final List<UUID> KEYS =
            Samples.files(5_000).stream().map(RequestKey::of).toList();

    static Stream<Query> queries() {
        return Stream.of(
                Dialect.POSTGRESQL.lookup("job", KEYS),
                Dialect.POSTGRESQL.startedByOthers("job", "0123456789abcdef ", KEYS));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void rowsAreLookedUpByTheirKeysAlsoIfTheStatisticsAreThoseOfAnEmptyTable(Query query) {
        ConnectionFactory database = TestDatabase.newPostgresql();
        R2dbcLedger.createSchema(database).block(TestDatabase.TIMEOUT);
        TestDatabase.execute(database, "VACUUM ANALYZE deletion_ledger");
        Samples.begin(R2dbcLedger.create(database, "job"), Samples.files(5_000).toArray(DeletionRequest[]::new));

        assertThat(plan(database, query))
                .contains("Index Scan using deletion_ledger_pkey")
                .doesNotContain("Seq Scan");
    }

    private static String plan(ConnectionFactory database, Query query) {
        return String.join(
                "\n",
                new Database(database, Dialect.POSTGRESQL, TestDatabase.TIMEOUT)
                        .query(
                                new Query("EXPLAIN " + query.sql(), query.parameters()),
                                row -> String.valueOf(row.get(0)))
                        .block(TestDatabase.TIMEOUT));
    }

    @Test
    void aPlanForAnEmptyTableIsNotKept() {
        ConnectionFactory database = TestDatabase.newPostgresql();
        R2dbcLedger.createSchema(database).block(TestDatabase.TIMEOUT);
        TestDatabase.execute(database, "VACUUM ANALYZE deletion_ledger");
        ConnectionPool oneConnection = new ConnectionPool(
                ConnectionPoolConfiguration.builder(database).maxSize(1).build());
        R2dbcLedger ledger = R2dbcLedger.create(oneConnection, "job");
        List<DeletionRequest> requests = Samples.files(5_000);
        for (int i = 0; i < 10; i++) { // PostgreSQL makes up its mind in the sixth
            ledger.lookup(requests).block(TestDatabase.TIMEOUT);
        }

        Samples.begin(ledger, requests.toArray(DeletionRequest[]::new));

        assertThat(ledger.lookup(requests).block(TestDatabase.TIMEOUT)).containsOnly(State.STARTED);
        assertThat(preparedStatements(oneConnection)).noneMatch(sql -> sql.contains("LIMIT 1"));
        oneConnection.disposeLater().block(TestDatabase.TIMEOUT);
    }

    private static List<String> preparedStatements(ConnectionFactory database) {
        return new Database(database, Dialect.POSTGRESQL, TestDatabase.TIMEOUT)
                .query(
                        new Query("SELECT statement FROM pg_prepared_statements", List.of()),
                        row -> String.valueOf(row.get(0)))
                .block(TestDatabase.TIMEOUT);
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void aJobIsNoSql(String job) {
        R2dbcLedger ledger = R2dbcLedger.create(TestDatabase.POSTGRESQL.pool(), job);

        Samples.begin(ledger, Samples.FILE);

        assertThat(Samples.state(ledger, Samples.FILE)).isEqualTo(State.STARTED);
        assertThat(Samples.isStartedByOthers(ledger, Samples.FILE)).isFalse();
        assertThat(Samples.state(R2dbcLedger.create(TestDatabase.POSTGRESQL.pool(), job + "'"), Samples.FILE))
                .isEqualTo(State.PENDING);
    }

    static Stream<String> jobs() {
        String unique = Samples.newJob();
        return Stream.of(unique + "' OR '1' = '1", unique + "\\' --", unique + "%s$1{}", unique + "\u00e9\ud83d\ude00");
    }
}
