package ai.extracta.deletions.samples.guide;

import ai.extracta.deletions.bulk.DeletionResult;

/** Stands for a log of the application. */
interface AuditLog {

    void write(DeletionResult result);
}
