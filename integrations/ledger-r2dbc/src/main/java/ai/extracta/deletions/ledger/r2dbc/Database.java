package ai.extracta.deletions.ledger.r2dbc;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.R2dbcDataIntegrityViolationException;
import io.r2dbc.spi.R2dbcRollbackException;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Row;
import io.r2dbc.spi.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** Executes statements, each on a connection of its own and in a transaction of its own. */
final class Database {

    /** Conflicts are rare: PostgreSQL has rows wait for each other; H2 fails if two workers insert the same one. */
    private static final int MAX_RETRIES = 10;

    private final ConnectionFactory connectionFactory;
    private final Dialect dialect;
    private final Duration timeout;

    Database(ConnectionFactory connectionFactory, Dialect dialect, Duration timeout) {
        this.connectionFactory = connectionFactory;
        this.dialect = dialect;
        this.timeout = timeout;
    }

    /** Completes when the change is committed. Without a time limit. */
    Mono<Void> update(String sql, List<?> parameters) {
        return execute(sql, parameters, Result::getRowsUpdated).then();
    }

    <T> Mono<List<T>> query(Dialect.Query query, Function<Row, T> mapping) {
        return execute(query.sql(), query.parameters(), result -> result.map((row, metadata) -> mapping.apply(row)))
                .timeout(timeout);
    }

    /** A driver ends the results of a statement when the database has ended it, and with it the transaction. */
    private <T> Mono<List<T>> execute(String sql, List<?> parameters, Function<Result, Publisher<T>> consumer) {
        return Flux.usingWhen(
                        connectionFactory.create(),
                        connection -> Flux.from(connection.setAutoCommit(true))
                                .thenMany(Flux.defer(
                                        () -> bound(connection, sql, parameters).execute()))
                                .concatMap(consumer),
                        Connection::close)
                .collectList()
                .subscribeOn(dialect.scheduler())
                .retryWhen(Retry.max(MAX_RETRIES).filter(Database::isRolledBack));
    }

    private static Statement bound(Connection connection, String sql, List<?> parameters) {
        Statement statement = connection.createStatement(sql);
        for (int i = 0; i < parameters.size(); i++) {
            statement.bind(i, parameters.get(i));
        }
        return statement;
    }

    /** A conflict with another worker, after which the statement has had no effect. */
    private static boolean isRolledBack(Throwable failure) {
        return failure instanceof R2dbcRollbackException || failure instanceof R2dbcDataIntegrityViolationException;
    }

    Mono<Void> createSchema() {
        return Mono.fromCallable(dialect::schema)
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(this::executeAll)
                .onErrorMap(cause -> LedgerFailure.of("the schema of the ledger could not be created", cause));
    }

    /** Executes all statements in one transaction, as far as the database has transactions for a schema. */
    private Mono<Void> executeAll(List<String> statements) {
        return Mono.usingWhen(
                        connectionFactory.create(),
                        connection -> Mono.from(connection.beginTransaction())
                                .thenMany(Flux.fromIterable(statements))
                                .concatMap(
                                        sql -> connection.createStatement(sql).execute())
                                .concatMap(Result::getRowsUpdated)
                                .then(),
                        connection -> Mono.from(connection.commitTransaction()).then(Mono.from(connection.close())),
                        (connection, failure) -> rollback(connection),
                        Database::rollback)
                .subscribeOn(dialect.scheduler())
                .timeout(timeout);
    }

    private static Mono<Void> rollback(Connection connection) {
        return Mono.from(connection.rollbackTransaction()).onErrorComplete().then(Mono.from(connection.close()));
    }
}
