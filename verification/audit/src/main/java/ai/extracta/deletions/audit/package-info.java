/** Compares what the SDK reports under fault injection with what happened on the server. */
@NullMarked
package ai.extracta.deletions.audit;

import org.jspecify.annotations.NullMarked;
