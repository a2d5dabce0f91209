/**
 * The transport SPI: implement {@link ai.extracta.deletions.transport.HttpTransport} to use another HTTP client.
 *
 * <p>A transport sends requests and receives responses. Deadlines, retries, limits and the meaning of a response are
 * not its concern.
 */
@NullMarked
package ai.extracta.deletions.transport;

import org.jspecify.annotations.NullMarked;
