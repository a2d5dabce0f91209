package ai.extracta.deletions.ledger.r2dbc;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Result;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The databases of this JVM, with the schema, each started when it is needed first. */
@SuppressWarnings("ImmutableEnumChecker") // a pool for each, for all tests
enum TestDatabase {
    H2(() -> ConnectionFactories.get("r2dbc:h2:mem:///ledger?options=DB_CLOSE_DELAY=-1")),
    POSTGRESQL(() -> ConnectionFactories.get(Postgres.url("postgres")));

    static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final int CONNECTIONS = 10;

    private final Supplier<ConnectionFactory> unpooled;
    private ConnectionPool pool;

    TestDatabase(Supplier<ConnectionFactory> unpooled) {
        this.unpooled = unpooled;
    }

    /** Connects each time. */
    ConnectionFactory unpooled() {
        return unpooled.get();
    }

    synchronized ConnectionPool pool() {
        if (pool == null) {
            pool = newPool();
            R2dbcLedger.createSchema(pool).block(TIMEOUT);
        }
        return pool;
    }

    ConnectionPool newPool() {
        return new ConnectionPool(ConnectionPoolConfiguration.builder(unpooled())
                .maxSize(CONNECTIONS)
                .build());
    }

    /** A new and empty database on PostgreSQL. */
    static ConnectionFactory newPostgresql() {
        String name = "db_" + UUID.randomUUID().toString().replace("-", "");
        execute(POSTGRESQL.unpooled(), "CREATE DATABASE " + name);
        return ConnectionFactories.get(Postgres.url(name));
    }

    static void execute(ConnectionFactory database, String sql) {
        Mono.usingWhen(
                        database.create(),
                        connection -> Flux.from(connection.createStatement(sql).execute())
                                .flatMap(Result::getRowsUpdated)
                                .then(),
                        Connection::close)
                .block(TIMEOUT);
    }

    private static final class Postgres {

        private static final EmbeddedPostgres SERVER = start();

        private static String url(String database) {
            return "r2dbc:postgresql://postgres:secret@127.0.0.1:" + SERVER.getPort() + "/" + database;
        }

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.start(); // ends with this JVM
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
