/** The transport on the Vert.x Web Client. */
@NullMarked
package ai.extracta.deletions.transport.vertx;

import org.jspecify.annotations.NullMarked;
