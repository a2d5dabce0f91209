/** What knows the vendor's HTTP API: endpoints, headers, JSON, and what a response proves. */
@NullMarked
package ai.extracta.deletions.internal.protocol;

import org.jspecify.annotations.NullMarked;
