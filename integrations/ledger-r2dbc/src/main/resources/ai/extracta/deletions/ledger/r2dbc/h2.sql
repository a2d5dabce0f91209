-- The tables of the deletions SDK's ledger, for H2 2.
-- R2dbcLedger.createSchema executes this file; it can be executed again.
-- A worker needs: SELECT, INSERT and UPDATE on deletion_ledger.
-- No CHECK: H2 2.4 evaluates it in the session that created the table, and fails once that is closed.

CREATE TABLE IF NOT EXISTS deletion_ledger (
    job               varchar                  NOT NULL,
    request_key       uuid                     NOT NULL, -- the first 128 bits of a SHA-256 of the ids
    classification_id varchar                  NOT NULL,
    batch_id          varchar,                           -- null: the whole classification
    file_ids          varchar,                           -- a JSON array; null: the whole batch
    state             varchar                  NOT NULL,
    started_by        varchar                  NOT NULL, -- marks of the ledgers that may have deleted it
    asked_at          timestamp with time zone NOT NULL, -- when it was recorded for the first time
    certain_at        timestamp with time zone,          -- since when the state is certain; null: it is not
    result            varchar,                           -- the latest result: the name of its class
    status            integer,                           -- HTTP status of the latest response, if there was one
    request_id        varchar,                           -- the server's ids of the requests that deleted it
    message           varchar,                           -- the server's words, or those of the failure
    subsumed_by       varchar,                           -- the enclosing deletion, as JSON
    PRIMARY KEY (request_key, job)
);

-- For people: what was asked for, whether it is gone, since when, and how that is known.
CREATE OR REPLACE VIEW deletion_audit AS
SELECT job,
       CASE WHEN batch_id IS NULL THEN 'classification' WHEN file_ids IS NULL THEN 'batch' ELSE 'files' END AS kind,
       classification_id,
       batch_id,
       file_ids,
       state,
       asked_at,
       certain_at,
       CASE
           WHEN result = 'Deleted' THEN 'the server confirmed it'
           WHEN result = 'AlreadyAbsent' THEN 'it did not exist any more'
           WHEN result = 'Subsumed' THEN 'an enclosing deletion covered it'
           WHEN state = 'DELETED' THEN 'it was recorded as deleted before'
           WHEN state = 'REFUSED' THEN 'the server refused it'
           WHEN state = 'STARTED' THEN 'not certain: it may be deleted'
           ELSE 'it is not deleted, and can be requested again'
       END AS known_because,
       status,
       request_id,
       message,
       subsumed_by
FROM deletion_ledger;
