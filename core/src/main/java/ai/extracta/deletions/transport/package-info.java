/**
 * The transport SPI, and the settings of the transports that come with the SDK.
 *
 * <p>Most services need only {@link ai.extracta.deletions.transport.TransportSettings}, for a proxy, certificates or
 * limits. Implement {@link ai.extracta.deletions.transport.HttpTransport} to use another HTTP client, and
 * {@link ai.extracta.deletions.transport.HttpTransportProvider} to have it found. {@code HttpTransportContract} of the
 * testkit tests it.
 *
 * <p>A transport sends requests and receives responses. Deadlines, retries, limits and the meaning of a response are
 * not its concern.
 */
@NullMarked
package ai.extracta.deletions.transport;

import org.jspecify.annotations.NullMarked;
