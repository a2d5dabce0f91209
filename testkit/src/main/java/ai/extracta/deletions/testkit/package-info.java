/** A simulator of the Extracta.ai deletion API, to test against what the API does and what networks do to it. */
@NullMarked
package ai.extracta.deletions.testkit;

import org.jspecify.annotations.NullMarked;
