/** How a stream of deletions is worked off. Not exported, not for use from outside, changes without notice. */
@NullMarked
package ai.extracta.deletions.internal.bulk;

import org.jspecify.annotations.NullMarked;
