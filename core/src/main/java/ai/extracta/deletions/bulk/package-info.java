/**
 * Streams of deletions: options, plan, results, progress, and the SPI of a ledger.
 *
 * <p>{@code deleteAll} of {@link ai.extracta.deletions.ClassificationDeletions} takes a stream of requests and
 * {@link ai.extracta.deletions.bulk.BulkOptions}, and emits one {@link ai.extracta.deletions.bulk.DeletionResult} for
 * each request. {@link ai.extracta.deletions.bulk.DeletionPlan} shows what would be sent. With a
 * {@link ai.extracta.deletions.bulk.DeletionLedger} a job survives its process.
 */
@NullMarked
package ai.extracta.deletions.bulk;

import org.jspecify.annotations.NullMarked;
