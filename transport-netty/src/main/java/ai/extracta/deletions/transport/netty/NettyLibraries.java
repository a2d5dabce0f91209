package ai.extracta.deletions.transport.netty;

import ai.extracta.deletions.internal.transport.LibraryRequirement;
import ai.extracta.deletions.transport.HttpTransport;
import java.util.function.Supplier;

/** The libraries that the transport calls; named as text, because their classes may be missing. */
final class NettyLibraries {

    private static final LibraryRequirement REACTOR_NETTY = new LibraryRequirement(
            "Reactor Netty",
            "io.projectreactor.netty:reactor-netty-http 1.2 or later (1.x)",
            "reactor.netty.http.client.HttpClient",
            "http3Settings");

    private static final LibraryRequirement NETTY = new LibraryRequirement(
            "Netty",
            "io.netty:netty-handler 4.1.112 or later with Reactor Netty 1.2, 4.2 with 1.3",
            "io.netty.handler.ssl.SslContextBuilder",
            "endpointIdentificationAlgorithm");

    private NettyLibraries() {}

    /** Checks the libraries before, and whether all of their classes that are needed can be linked meanwhile. */
    static <T extends HttpTransport> T link(Supplier<T> creation) {
        ClassLoader loader = NettyLibraries.class.getClassLoader();
        NETTY.check(loader);
        REACTOR_NETTY.check(loader);
        return REACTOR_NETTY.link(loader, creation);
    }
}
