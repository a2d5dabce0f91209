/**
 * Metrics, traces and context propagation through Micrometer. Start with
 * {@link ai.extracta.deletions.micrometer.DeletionObservations}.
 */
@NullMarked
package ai.extracta.deletions.micrometer;

import org.jspecify.annotations.NullMarked;
