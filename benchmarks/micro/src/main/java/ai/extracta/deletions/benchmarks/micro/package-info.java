/** What core costs by itself: benchmarks over a transport that answers from memory. */
@NullMarked
package ai.extracta.deletions.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
