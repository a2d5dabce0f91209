/** What helps to write a transport: exchanges that are sent or not, their registry, a bounded body. */
@NullMarked
package ai.extracta.deletions.transport.support;

import org.jspecify.annotations.NullMarked;
