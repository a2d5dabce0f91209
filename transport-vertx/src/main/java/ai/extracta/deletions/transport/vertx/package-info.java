/**
 * The transport on the Vert.x Web Client, used if this artifact is the only transport on the class path.
 * {@link ai.extracta.deletions.transport.vertx.VertxTransport#using} takes the {@code Vertx} of the application
 * instead.
 */
@NullMarked
package ai.extracta.deletions.transport.vertx;

import org.jspecify.annotations.NullMarked;
