/** Measures the SDK beside other HTTP clients, in alternating rounds on one machine. */
@NullMarked
package ai.extracta.deletions.benchmarks.sidebyside;

import org.jspecify.annotations.NullMarked;
