/** Carries the deletions SDK's calls with the Vert.x Web Client. */
module ai.extracta.deletions.transport.vertx {
    requires transitive ai.extracta.deletions;
    requires transitive io.vertx.core;
    requires io.vertx.web.client;
    requires io.vertx.web.common;
    requires io.netty.codec;
    requires io.netty.handler.proxy;
    requires static org.jspecify;

    exports ai.extracta.deletions.transport.vertx;

    provides ai.extracta.deletions.transport.HttpTransportProvider with
            ai.extracta.deletions.transport.vertx.VertxTransportProvider;
}
