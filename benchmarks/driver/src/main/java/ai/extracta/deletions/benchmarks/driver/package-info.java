/** Loads an HTTP client in its own JVM and measures it, whatever else is on the class path. */
@NullMarked
package ai.extracta.deletions.benchmarks.driver;

import org.jspecify.annotations.NullMarked;
