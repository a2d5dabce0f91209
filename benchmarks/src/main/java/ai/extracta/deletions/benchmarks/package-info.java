/** How fast it is, beside other ways of doing the same. */
@NullMarked
package ai.extracta.deletions.benchmarks;

import org.jspecify.annotations.NullMarked;
