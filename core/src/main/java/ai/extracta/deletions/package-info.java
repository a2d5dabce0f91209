/**
 * The API that a service uses. Start with {@link ai.extracta.deletions.ClassificationDeletions}: it is built once, with
 * an {@link ai.extracta.deletions.ApiKey}, shared by the whole application, and closed at shutdown.
 *
 * <p>What it deletes is in {@link ai.extracta.deletions.model}, how a call fails in
 * {@link ai.extracta.deletions.error}, options and results of streams in {@link ai.extracta.deletions.bulk}.
 * {@link ai.extracta.deletions.RetryPolicy} and {@link ai.extracta.deletions.Concurrency} change how calls are made,
 * {@link ai.extracta.deletions.DeletionListener} observes them.
 */
@NullMarked
package ai.extracta.deletions;

import org.jspecify.annotations.NullMarked;
