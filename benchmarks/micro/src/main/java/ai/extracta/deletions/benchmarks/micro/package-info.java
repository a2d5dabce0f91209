/** Benchmarks of core alone, over transports without a network. */
@NullMarked
package ai.extracta.deletions.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
