package ai.extracta.deletions.transport.vertx;

import ai.extracta.deletions.internal.transport.LibraryRequirement;
import ai.extracta.deletions.transport.HttpTransport;
import java.util.function.Supplier;

/** The libraries that the transport calls; named as text, because their classes may be missing. */
final class VertxLibraries {

    private static final LibraryRequirement VERTX = new LibraryRequirement(
            "Vert.x", "io.vertx:vertx-web-client 5 or later", "io.vertx.core.Promise", "succeed");

    private static final LibraryRequirement WEB_CLIENT = new LibraryRequirement(
            "Vert.x Web Client", "io.vertx:vertx-web-client 5 or later", "io.vertx.ext.web.client.WebClient", "wrap");

    private static final LibraryRequirement NETTY = new LibraryRequirement(
            "Netty", "io.netty:netty-transport 4.2", "io.netty.channel.nio.NioEventLoopGroup", "isIoType");

    private VertxLibraries() {}

    /** Checks the libraries before, and whether all of their classes that are needed can be linked meanwhile. */
    static <T extends HttpTransport> T link(Supplier<T> creation) {
        ClassLoader loader = VertxLibraries.class.getClassLoader();
        VERTX.check(loader);
        WEB_CLIENT.check(loader);
        NETTY.check(loader);
        return VERTX.link(loader, creation);
    }
}
