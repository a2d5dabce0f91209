package ai.extracta.deletions.ledger.r2dbc;

import ai.extracta.deletions.ledger.r2dbc.Dialect.Query;
import ai.extracta.deletions.ledger.r2dbc.Dialect.Statements;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Each is one statement, however many rows there are. Rows are locked in the order of their keys.
 *
 * <p>Queries have no parameters, so that they are planned each time, and look up each key by itself, which
 * {@code LIMIT} enforces. A plan that is kept from when the table was small, or that trusts outdated statistics, would
 * read all rows.
 */
final class PostgresqlStatements {

    private static final String BEGIN = """
        INSERT INTO deletion_ledger AS l
            (job, request_key, classification_id, batch_id, file_ids, state, started_by, asked_at)
        SELECT $1, r.request_key, r.classification_id, nullif(r.batch_id, ''), nullif(r.file_ids, ''),
            'STARTED', $2, clock_timestamp()
        FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[])
            AS r (request_key, classification_id, batch_id, file_ids)
        ORDER BY r.request_key
        ON CONFLICT (request_key, job) DO UPDATE SET
            state = 'STARTED',
            started_by = replace(l.started_by, $2, '') || $2,
            certain_at = NULL
        WHERE l.state <> 'DELETED'
        """;

    private static final String FINISH = """
        INSERT INTO deletion_ledger AS l
            (job, request_key, classification_id, batch_id, file_ids, state, started_by, asked_at, certain_at,
            result, status, request_id, message, subsumed_by)
        SELECT $1, r.request_key, r.classification_id, nullif(r.batch_id, ''), nullif(r.file_ids, ''),
            r.state, CASE WHEN r.state = 'STARTED' THEN $2 ELSE '' END,
            clock_timestamp(), CASE WHEN r.state <> 'STARTED' THEN clock_timestamp() END,
            r.result, nullif(r.status, 0), nullif(r.request_id, ''), nullif(r.message, ''),
            nullif(r.subsumed_by, '')
        FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[],
                $7::text[], $8::text[], $9::int[], $10::text[], $11::text[], $12::text[])
            AS r (request_key, classification_id, batch_id, file_ids,
                state, result, status, request_id, message, subsumed_by)
        ORDER BY r.request_key
        ON CONFLICT (request_key, job) DO UPDATE SET
            state = CASE
                WHEN excluded.state IN ('PENDING', 'REFUSED') AND replace(l.started_by, $2, '') <> '' THEN 'STARTED'
                ELSE excluded.state END,
            started_by = CASE
                WHEN excluded.state = 'DELETED' THEN ''
                ELSE replace(l.started_by, $2, '') || excluded.started_by END,
            certain_at = CASE
                WHEN excluded.state = 'DELETED' OR replace(l.started_by, $2, '') = '' THEN excluded.certain_at END,
            result = excluded.result,
            status = excluded.status,
            request_id = excluded.request_id,
            message = excluded.message,
            subsumed_by = excluded.subsumed_by
        WHERE l.state <> 'DELETED'
        """;

    private static final String LOOKUP = """
        SELECT l.request_key, l.state
        FROM unnest('{%s}'::uuid[]) AS r (request_key), LATERAL (
            SELECT * FROM deletion_ledger WHERE job = %s AND request_key = r.request_key LIMIT 1) AS l
        """;

    private static final String STARTED_BY_OTHERS = LOOKUP + """
        WHERE l.state = 'DELETED' OR replace(l.started_by, %s, '') <> ''
        """;

    static final Statements ALL = new Statements(BEGIN, FINISH);

    static Query lookup(String job, List<UUID> keys) {
        return new Query(LOOKUP.formatted(list(keys), literal(job)), List.of());
    }

    static Query startedByOthers(String job, String mark, List<UUID> keys) {
        return new Query(STARTED_BY_OTHERS.formatted(list(keys), literal(job), literal(mark)), List.of());
    }

    private static String list(List<UUID> keys) {
        return keys.stream().map(UUID::toString).collect(Collectors.joining(","));
    }

    /** Whatever the text is, it is no SQL: of ASCII, only letters and digits are not escaped. */
    private static String literal(String text) {
        StringBuilder literal = new StringBuilder("E'");
        text.codePoints().forEach(c -> {
            if (c > 0x7f || Character.isLetterOrDigit(c)) {
                literal.appendCodePoint(c);
            } else {
                literal.append("\\U%08x".formatted(c));
            }
        });
        return literal.append('\'').toString();
    }

    private PostgresqlStatements() {}
}
