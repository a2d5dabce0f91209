/** Building blocks for a transport: exchanges, their registry, a bounded body. */
@NullMarked
package ai.extracta.deletions.transport.support;

import org.jspecify.annotations.NullMarked;
