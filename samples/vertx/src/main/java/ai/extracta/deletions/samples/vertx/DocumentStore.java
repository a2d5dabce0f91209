package ai.extracta.deletions.samples.vertx;

import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The documents, in an H2 database of this process.
 *
 * <p>JDBC blocks, so it runs on Vert.x's worker threads, one task after the other, which is why one connection is
 * enough. Futures complete on the event loop of the context. What was written is on the disk when they do.
 */
final class DocumentStore {

    /** How many documents a page has. */
    static final int PAGE_SIZE = 500;

    private static final String SCHEMA = """
            create table if not exists documents (
                id bigint generated always as identity primary key,
                classification_id varchar not null,
                batch_id varchar not null,
                file_id varchar not null,
                uploaded_at timestamp(9) with time zone not null,
                state varchar not null,
                reason varchar not null,
                unique (classification_id, batch_id, file_id));
            create index if not exists by_state on documents (state, uploaded_at);
            """;

    private final Context context;
    private final Connection connection;

    private DocumentStore(Context context, Connection connection) {
        this.context = context;
        this.connection = connection;
    }

    /** Creates the database if there is none. The caller closes the store. */
    static Future<DocumentStore> open(Context context, String url) {
        return context.executeBlocking(() -> {
            Connection connection = DriverManager.getConnection(url);
            try (Statement statement = connection.createStatement()) {
                statement.execute(SCHEMA);
                connection.setAutoCommit(false);
                return new DocumentStore(context, connection);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        });
    }

    /** Fails with a {@link java.sql.SQLIntegrityConstraintViolationException} if it is registered already. */
    Future<Document> add(Upload upload) {
        String sql = """
                insert into documents (classification_id, batch_id, file_id, uploaded_at, state, reason)
                values (?, ?, ?, ?, ?, '')""";
        return write(() -> {
            try (PreparedStatement insert = connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
                setFile(insert, 1, upload.deletion());
                insert.setObject(4, toSql(upload.uploadedAt()));
                insert.setString(5, DocumentState.PENDING.name());
                insert.executeUpdate();
                ResultSet keys = insert.getGeneratedKeys();
                keys.next();
                return new Document(keys.getLong("id"), upload, DocumentState.PENDING, "");
            }
        });
    }

    /** A page of the documents in any of these states, from the first one after an id. */
    Future<List<Document>> find(List<DocumentState> states, long afterId) {
        String[] names = states.stream().map(Enum::name).toArray(String[]::new);
        return page("state = any(?)", names, afterId);
    }

    /** A page of the documents that a run sends: uploaded before a time, and neither deleted nor refused. */
    Future<List<Document>> findDue(Instant uploadedBefore, long afterId) {
        return page("state in ('PENDING', 'UNKNOWN') and uploaded_at < ?", toSql(uploadedBefore), afterId);
    }

    private Future<List<Document>> page(String condition, Object parameter, long afterId) {
        String sql = "select * from documents where " + condition + " and id > ? order by id fetch first ? rows only";
        return context.executeBlocking(() -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setObject(1, parameter);
                select.setLong(2, afterId);
                select.setInt(3, PAGE_SIZE);
                return documents(select.executeQuery());
            }
        });
    }

    /** The states of what these requests delete, in the same order; PENDING if it is not registered. */
    Future<List<DocumentState>> states(List<DeletionRequest> requests) {
        String sql = "select state from documents where classification_id = ? and batch_id = ? and file_id = ?";
        return context.executeBlocking(() -> {
            List<DocumentState> states = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                for (DeletionRequest request : requests) {
                    states.add(request instanceof DeleteFiles file ? state(select, file) : DocumentState.PENDING);
                }
            }
            return states;
        });
    }

    private static DocumentState state(PreparedStatement select, DeleteFiles file) throws SQLException {
        setFile(select, 1, file);
        ResultSet row = select.executeQuery();
        return row.next() ? DocumentState.valueOf(row.getString(1)) : DocumentState.PENDING;
    }

    /** Records all or, on failure, nothing. What is certainly deleted stays so. */
    Future<Void> record(List<Finding> findings) {
        String sql = """
                update documents set state = ?, reason = ?
                where classification_id = ? and batch_id = ? and file_id = ?
                and state not in ('DELETED', 'ALREADY_ABSENT')""";
        return write(() -> {
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                for (Finding finding : findings) {
                    update.setString(1, finding.state().name());
                    update.setString(2, finding.reason());
                    setFile(update, 3, (DeleteFiles) finding.deletion());
                    update.addBatch();
                }
                update.executeBatch();
            }
            return null;
        });
    }

    Future<Void> close() {
        return context.executeBlocking(() -> {
            connection.close();
            return null;
        });
    }

    /** H2 would otherwise write to the disk only half a second after the commit. */
    private <T> Future<T> write(Callable<T> change) {
        return context.executeBlocking(() -> {
            try (Statement sync = connection.createStatement()) {
                T result = change.call();
                connection.commit();
                sync.execute("checkpoint sync");
                return result;
            } catch (Exception e) {
                connection.rollback();
                throw e;
            }
        });
    }

    private static void setFile(PreparedStatement statement, int index, DeleteFiles file) throws SQLException {
        statement.setString(index, file.classificationId());
        statement.setString(index + 1, file.batchId());
        statement.setString(index + 2, file.fileIds().get(0));
    }

    private static List<Document> documents(ResultSet rows) throws SQLException {
        List<Document> documents = new ArrayList<>();
        while (rows.next()) {
            Upload upload = Upload.of(
                    rows.getString("classification_id"),
                    rows.getString("batch_id"),
                    rows.getString("file_id"),
                    rows.getObject("uploaded_at", OffsetDateTime.class).toInstant());
            DocumentState state = DocumentState.valueOf(rows.getString("state"));
            documents.add(new Document(rows.getLong("id"), upload, state, rows.getString("reason")));
        }
        return documents;
    }

    private static OffsetDateTime toSql(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
