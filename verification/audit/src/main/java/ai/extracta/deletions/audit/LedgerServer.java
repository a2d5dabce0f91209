package ai.extracta.deletions.audit;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.ledger.r2dbc.R2dbcLedger;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import io.r2dbc.spi.ConnectionFactories;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL that keeps the ledgers of several jobs. */
final class LedgerServer implements Closeable {

    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private static final int ANY_PORT = 0;

    /** A statement of a killed process may still be executed. */
    private static final String OTHER_CLIENTS =
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";

    private final Path data;
    private final String url;
    private EmbeddedPostgres server;

    private LedgerServer(Path data) throws IOException {
        this.data = data;
        this.server = launch(data, ANY_PORT);
        this.url = "r2dbc:postgresql://postgres@127.0.0.1:" + server.getPort() + "/postgres";
    }

    static LedgerServer start() throws IOException {
        LedgerServer started = new LedgerServer(Files.createTempDirectory("ledger-server-"));
        R2dbcLedger.createSchema(ConnectionFactories.get(started.url)).block(TIMEOUT);
        return started;
    }

    private static EmbeddedPostgres launch(Path data, int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setPGStartupWait(TIMEOUT)
                .start();
    }

    /** Disconnects all clients, stops and starts again. */
    void restart() throws IOException {
        server.close();
        server = launch(data, server.getPort());
    }

    TestedLedger ledger(String job) {
        return new InDatabase(this, job);
    }

    private record InDatabase(LedgerServer server, String job) implements TestedLedger {

        @Override
        public String location() {
            return server.url + "#" + job;
        }

        @Override
        public Map<DeletionRequest, State> states() throws IOException {
            try (Connection connection = server.server.getPostgresDatabase().getConnection()) {
                awaitNoOtherClients(connection);
                return read(connection, job);
            } catch (SQLException e) {
                throw new IOException(e);
            }
        }
    }

    private static void awaitNoOtherClients(Connection connection) throws SQLException {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        try (Statement statement = connection.createStatement()) {
            while (count(statement) > 0) {
                if (System.nanoTime() > end) {
                    throw new SQLException("a process that has ended is still connected");
                }
            }
        }
    }

    private static int count(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery(OTHER_CLIENTS)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static Map<DeletionRequest, State> read(Connection connection, String job) throws SQLException {
        Map<DeletionRequest, State> states = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT classification_id, batch_id, file_ids, state FROM deletion_audit WHERE job = ?")) {
            statement.setString(1, job);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    DeletionRequest request = request(rows.getString(1), rows.getString(2), rows.getString(3));
                    states.put(request, State.valueOf(rows.getString(4)));
                }
            }
        }
        return states;
    }

    private static DeletionRequest request(
            String classificationId, @Nullable String batchId, @Nullable String fileIds) {
        if (batchId == null) {
            return new DeleteClassification(classificationId);
        }
        if (fileIds == null) {
            return new DeleteBatch(classificationId, batchId);
        }
        List<String> files = new ArrayList<>();
        AtomicDeletions.readTree(fileIds).forEach(id -> files.add(id.asText()));
        return new DeleteFiles(classificationId, batchId, files);
    }

    @Override
    public void close() throws IOException {
        server.close();
        Folders.delete(data);
    }
}
