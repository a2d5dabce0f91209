/** The transport on Reactor Netty. */
@NullMarked
package ai.extracta.deletions.transport.netty;

import org.jspecify.annotations.NullMarked;
