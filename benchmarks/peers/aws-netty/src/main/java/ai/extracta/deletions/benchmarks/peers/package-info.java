/** Another HTTP client to compare the SDK with. */
@NullMarked
package ai.extracta.deletions.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
