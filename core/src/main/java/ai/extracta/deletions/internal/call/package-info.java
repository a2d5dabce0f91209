/** One call: its attempts, deadlines, retries and listener. Not exported. */
@NullMarked
package ai.extracta.deletions.internal.call;

import org.jspecify.annotations.NullMarked;
