/** How it works inside. Not exported, not for use from outside, changes without notice. */
@NullMarked
package ai.extracta.deletions.internal;

import org.jspecify.annotations.NullMarked;
