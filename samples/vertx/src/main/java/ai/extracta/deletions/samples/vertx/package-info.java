/** A Vert.x service with its own Vert.x instance and HTTP API, which erases documents of a certain age. */
@NullMarked
package ai.extracta.deletions.samples.vertx;

import org.jspecify.annotations.NullMarked;
