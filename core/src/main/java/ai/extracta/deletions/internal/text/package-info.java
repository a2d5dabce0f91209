/** Text that comes from a server. */
@NullMarked
package ai.extracta.deletions.internal.text;

import org.jspecify.annotations.NullMarked;
