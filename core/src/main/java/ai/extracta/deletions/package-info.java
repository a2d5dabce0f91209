/** Start here: {@link ai.extracta.deletions.ClassificationDeletions}. */
@NullMarked
package ai.extracta.deletions;

import org.jspecify.annotations.NullMarked;
