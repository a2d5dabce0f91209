/**
 * Building blocks for a transport. An {@link ai.extracta.deletions.transport.support.Exchange} decides atomically
 * whether a request is sent or cancelled, an {@link ai.extracta.deletions.transport.support.ExchangeRegistry} ends all
 * exchanges when the transport is closed, and a {@link ai.extracta.deletions.transport.support.BodyCollector} bounds a
 * response body.
 */
@NullMarked
package ai.extracta.deletions.transport.support;

import org.jspecify.annotations.NullMarked;
