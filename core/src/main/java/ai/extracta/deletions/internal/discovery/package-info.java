/** Which transport a client uses. */
@NullMarked
package ai.extracta.deletions.internal.discovery;

import org.jspecify.annotations.NullMarked;
