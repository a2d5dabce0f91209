/**
 * What carries the calls: implement {@link ai.extracta.deletions.transport.HttpTransport} to bring another HTTP client.
 *
 * <p>A transport carries bytes. Deadlines, retries, limits and the meaning of answers are not its business.
 */
@NullMarked
package ai.extracta.deletions.transport;

import org.jspecify.annotations.NullMarked;
