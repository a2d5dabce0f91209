/** Who may run: the concurrency limit of a client, and its queue. */
@NullMarked
package ai.extracta.deletions.internal.limit;

import org.jspecify.annotations.NullMarked;
