/** How a deletion fails, and whether it happened nevertheless. */
@NullMarked
package ai.extracta.deletions.error;

import org.jspecify.annotations.NullMarked;
