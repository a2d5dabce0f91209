package ai.extracta.deletions.ledger.r2dbc;

import ai.extracta.deletions.ledger.r2dbc.Dialect.Statements;

/** Each is one statement, however many rows there are. Rows are locked in the order of their keys. */
final class PostgresqlStatements {

    private static final String BEGIN = """
        INSERT INTO deletion_ledger AS l
            (job, request_key, classification_id, batch_id, file_ids, state, started_by, asked_at)
        SELECT $1, r.request_key, r.classification_id, nullif(r.batch_id, ''), nullif(r.file_ids, ''),
            'STARTED', $2, clock_timestamp()
        FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[])
            AS r (request_key, classification_id, batch_id, file_ids)
        ORDER BY r.request_key
        ON CONFLICT (job, request_key) DO UPDATE SET
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
        ON CONFLICT (job, request_key) DO UPDATE SET
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
        SELECT request_key, state FROM deletion_ledger WHERE job = $1 AND request_key = ANY ($2::uuid[])
        """;

    private static final String STARTED_BY_OTHERS = """
        SELECT request_key, state FROM deletion_ledger
        WHERE job = $1 AND request_key = ANY ($2::uuid[])
            AND (state = 'DELETED' OR replace(started_by, $3, '') <> '')
        """;

    static final Statements ALL = new Statements(BEGIN, FINISH, LOOKUP, STARTED_BY_OTHERS);

    private PostgresqlStatements() {}
}
