/** Measures bulk deletion beside other approaches. */
@NullMarked
package ai.extracta.deletions.benchmarks;

import org.jspecify.annotations.NullMarked;
