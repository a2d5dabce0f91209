-- The tables of the deletions SDK's ledger, for PostgreSQL 9.5 and later.
-- R2dbcLedger.createSchema executes this file; it can be executed again.
-- A worker needs: SELECT, INSERT and UPDATE on deletion_ledger.

-- Workers that start at the same time wait for each other.
SELECT pg_advisory_xact_lock(4918271625231163265);

CREATE TABLE IF NOT EXISTS deletion_ledger (
    job               text        NOT NULL,
    request_key       uuid        NOT NULL, -- the first 128 bits of a SHA-256 of the ids
    classification_id text        NOT NULL,
    batch_id          text,                 -- null: the whole classification
    file_ids          text,                 -- a JSON array; null: the whole batch
    state             text        NOT NULL CHECK (state IN ('PENDING', 'STARTED', 'DELETED', 'REFUSED')),
    started_by        text        NOT NULL, -- marks of the ledgers that may have deleted it
    asked_at          timestamptz NOT NULL, -- when it was recorded for the first time
    certain_at        timestamptz,          -- since when the state is certain; null: it is not
    result            text,                 -- the latest result: the name of its class
    status            integer,              -- HTTP status of the latest response, if there was one
    request_id        text,                 -- the server's ids of the requests that deleted it
    message           text,                 -- the server's words, or those of the failure
    subsumed_by       text,                 -- the enclosing deletion, as JSON
    PRIMARY KEY (request_key, job)
) WITH (fillfactor = 40); -- each row is updated once, soon, and grows: leaves room for that in its page

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
