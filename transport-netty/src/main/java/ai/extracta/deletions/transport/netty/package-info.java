/**
 * The transport on Reactor Netty, used if this artifact is the only transport on the class path.
 * {@link ai.extracta.deletions.transport.netty.NettyTransport#using(reactor.netty.http.client.HttpClient)} takes the
 * {@code HttpClient} of the application instead.
 */
@NullMarked
package ai.extracta.deletions.transport.netty;

import org.jspecify.annotations.NullMarked;
