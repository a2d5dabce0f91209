package ai.extracta.deletions.ledger.r2dbc;

import ai.extracta.deletions.ledger.r2dbc.Dialect.Query;
import ai.extracta.deletions.ledger.r2dbc.Dialect.Statements;
import java.util.List;
import java.util.UUID;

/** Each is one statement, however many rows there are. Rows are locked in the order in which they are given. */
final class H2Statements {

    private static final String BEGIN = """
        MERGE INTO deletion_ledger AS l
        USING (SELECT * FROM UNNEST(
                CAST($3 AS uuid ARRAY), CAST($4 AS varchar ARRAY), CAST($5 AS varchar ARRAY),
                CAST($6 AS varchar ARRAY))
            AS u (request_key, classification_id, batch_id, file_ids)) AS r
        ON l.job = $1 AND l.request_key = r.request_key
        WHEN MATCHED AND l.state <> 'DELETED' THEN UPDATE SET
            state = 'STARTED',
            started_by = replace(l.started_by, $2, '') || $2,
            certain_at = NULL
        WHEN NOT MATCHED THEN INSERT
            (job, request_key, classification_id, batch_id, file_ids, state, started_by, asked_at)
        VALUES ($1, r.request_key, r.classification_id, nullif(r.batch_id, ''), nullif(r.file_ids, ''),
            'STARTED', $2, current_timestamp)
        """;

    private static final String FINISH = """
        MERGE INTO deletion_ledger AS l
        USING (SELECT * FROM UNNEST(
                CAST($3 AS uuid ARRAY), CAST($4 AS varchar ARRAY), CAST($5 AS varchar ARRAY),
                CAST($6 AS varchar ARRAY), CAST($7 AS varchar ARRAY), CAST($8 AS varchar ARRAY),
                CAST($9 AS integer ARRAY), CAST($10 AS varchar ARRAY), CAST($11 AS varchar ARRAY),
                CAST($12 AS varchar ARRAY))
            AS u (request_key, classification_id, batch_id, file_ids,
                state, result, status, request_id, message, subsumed_by)) AS r
        ON l.job = $1 AND l.request_key = r.request_key
        WHEN MATCHED AND l.state <> 'DELETED' THEN UPDATE SET
            state = CASE
                WHEN r.state IN ('PENDING', 'REFUSED') AND replace(l.started_by, $2, '') <> '' THEN 'STARTED'
                ELSE r.state END,
            started_by = CASE
                WHEN r.state = 'DELETED' THEN ''
                WHEN r.state = 'STARTED' THEN replace(l.started_by, $2, '') || $2
                ELSE replace(l.started_by, $2, '') END,
            certain_at = CASE
                WHEN r.state = 'DELETED' THEN current_timestamp
                WHEN r.state <> 'STARTED' AND replace(l.started_by, $2, '') = '' THEN current_timestamp END,
            result = r.result,
            status = nullif(r.status, 0),
            request_id = nullif(r.request_id, ''),
            message = nullif(r.message, ''),
            subsumed_by = nullif(r.subsumed_by, '')
        WHEN NOT MATCHED THEN INSERT
            (job, request_key, classification_id, batch_id, file_ids, state, started_by, asked_at, certain_at,
            result, status, request_id, message, subsumed_by)
        VALUES ($1, r.request_key, r.classification_id, nullif(r.batch_id, ''), nullif(r.file_ids, ''),
            r.state, CASE WHEN r.state = 'STARTED' THEN $2 ELSE '' END,
            current_timestamp, CASE WHEN r.state <> 'STARTED' THEN current_timestamp END,
            r.result, nullif(r.status, 0), nullif(r.request_id, ''), nullif(r.message, ''),
            nullif(r.subsumed_by, ''))
        """;

    private static final String LOOKUP = """
        SELECT request_key, state FROM deletion_ledger
        WHERE job = $1 AND request_key = ANY (CAST($2 AS uuid ARRAY))
        """;

    private static final String STARTED_BY_OTHERS = """
        SELECT request_key, state FROM deletion_ledger
        WHERE job = $1 AND request_key = ANY (CAST($2 AS uuid ARRAY))
            AND (state = 'DELETED' OR replace(started_by, $3, '') <> '')
        """;

    static final Statements ALL = new Statements(BEGIN, FINISH);

    static Query lookup(String job, List<UUID> keys) {
        return new Query(LOOKUP, List.of(job, keys.toArray(UUID[]::new)));
    }

    static Query startedByOthers(String job, String mark, List<UUID> keys) {
        return new Query(STARTED_BY_OTHERS, List.of(job, keys.toArray(UUID[]::new), mark));
    }

    private H2Statements() {}
}
