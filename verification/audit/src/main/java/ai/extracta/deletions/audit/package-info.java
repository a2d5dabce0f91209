/** Compares what the SDK reports in a storm of faults with what a server really did. */
@NullMarked
package ai.extracta.deletions.audit;

import org.jspecify.annotations.NullMarked;
