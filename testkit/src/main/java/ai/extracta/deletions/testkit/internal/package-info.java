/** Not exported; also used by this project's own verification. */
@NullMarked
package ai.extracta.deletions.testkit.internal;

import org.jspecify.annotations.NullMarked;
