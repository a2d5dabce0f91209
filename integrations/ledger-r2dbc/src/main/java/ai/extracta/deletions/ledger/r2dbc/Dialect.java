package ai.extracta.deletions.ledger.r2dbc;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Wrapped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The SQL of a database. Parameters of a change: the job and this ledger's mark; then one array for each column,
 * whose number of elements is the number of rows.
 *
 * <p>How a state changes is the same everywhere, and described in docs/ledger.md.
 */
enum Dialect {
    POSTGRESQL("PostgreSQL", Integer.MAX_VALUE) {
        @Override
        Statements statements() {
            return PostgresqlStatements.ALL;
        }

        @Override
        Query lookup(String job, List<UUID> keys) {
            return PostgresqlStatements.lookup(job, keys);
        }

        @Override
        Query startedByOthers(String job, String mark, List<UUID> keys) {
            return PostgresqlStatements.startedByOthers(job, mark, keys);
        }

        @Override
        Scheduler scheduler() {
            return Schedulers.immediate();
        }
    },
    /** An array has at most 65,536 elements, and the driver blocks the subscribing thread. */
    H2("H2", 65_536) {
        @Override
        Statements statements() {
            return H2Statements.ALL;
        }

        @Override
        Query lookup(String job, List<UUID> keys) {
            return H2Statements.lookup(job, keys);
        }

        @Override
        Query startedByOthers(String job, String mark, List<UUID> keys) {
            return H2Statements.startedByOthers(job, mark, keys);
        }

        @Override
        Scheduler scheduler() {
            return Schedulers.boundedElastic();
        }
    };

    /** Changes of rows: of begun requests, of results. */
    record Statements(String begin, String finish) {}

    /** A query for keys and states. */
    record Query(String sql, List<?> parameters) {}

    private final String databaseName;
    private final int maxRows;

    Dialect(String databaseName, int maxRows) {
        this.databaseName = databaseName;
        this.maxRows = maxRows;
    }

    /** Throws an exception if the database is not supported. */
    static Dialect of(ConnectionFactory connectionFactory) {
        String name = connectionFactory.getMetadata().getName();
        for (Dialect dialect : values()) {
            if (dialect.databaseName.equalsIgnoreCase(name)) {
                return dialect;
            }
        }
        if (connectionFactory instanceof Wrapped<?> wrapper && wrapper.unwrap() instanceof ConnectionFactory wrapped) {
            return of(wrapped);
        }
        throw new IllegalArgumentException("the ledger cannot be kept in \"" + name + "\", only in "
                + Stream.of(values()).map(Dialect::databaseName).collect(Collectors.joining(" or ")));
    }

    String databaseName() {
        return databaseName;
    }

    abstract Statements statements();

    /** The states of a job's requests, as far as there are rows. */
    abstract Query lookup(String job, List<UUID> keys);

    /** Likewise, of those that are deleted or that ledgers with other marks have started. */
    abstract Query startedByOthers(String job, String mark, List<UUID> keys);

    /** How many rows a statement can have. */
    int maxRows() {
        return maxRows;
    }

    /** Where to subscribe to statements. */
    abstract Scheduler scheduler();

    /** Reads the file with the schema. Blocks. */
    List<String> schema() {
        String file = databaseName.toLowerCase(Locale.ROOT) + ".sql";
        try (InputStream sql = Dialect.class.getResourceAsStream(file)) {
            String text = new String(Objects.requireNonNull(sql, file).readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.replaceAll("--.*", "").split(";"))
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
