/** Measures an HTTP client in its own JVM, without dependencies that could clash with those of the client. */
@NullMarked
package ai.extracta.deletions.benchmarks.driver;

import org.jspecify.annotations.NullMarked;
