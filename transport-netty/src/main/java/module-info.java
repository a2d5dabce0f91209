/** Carries the deletions SDK's calls with Reactor Netty. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Reactor has no module descriptors
module ai.extracta.deletions.transport.netty {
    requires transitive ai.extracta.deletions;
    requires transitive reactor.netty.http;
    requires reactor.netty.core;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.codec.http2;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.handler.proxy;
    requires io.netty.resolver;
    requires io.netty.transport;
    requires static org.jspecify;

    // Not used here, but by Reactor Netty, which is an automatic module and so cannot require them itself.
    requires io.netty.codec.classes.quic;
    requires io.netty.codec.compression;
    requires io.netty.resolver.dns;

    exports ai.extracta.deletions.transport.netty;

    provides ai.extracta.deletions.transport.HttpTransportProvider with
            ai.extracta.deletions.transport.netty.NettyTransportProvider;
}
