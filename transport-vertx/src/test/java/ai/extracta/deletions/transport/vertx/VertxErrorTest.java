package ai.extracta.deletions.transport.vertx;

import ai.extracta.deletions.testsupport.ErrorContract;
import ai.extracta.deletions.testsupport.ErrorThrower;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportSettings;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.Vertx;
import io.vertx.core.spi.transport.Transport;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

class VertxErrorTest extends ErrorContract {

    @Override
    protected HttpTransport create(TransportSettings settings, Supplier<ErrorThrower> handlers) {
        Vertx vertx =
                Vertx.builder().withTransport(new NioWithHandler(handlers)).build();
        api.closeLast(Mono.fromCompletionStage(() -> vertx.close().toCompletionStage()));
        return VertxTransport.using(vertx, settings);
    }

    /** Vert.x has no other way to a pipeline. */
    private record NioWithHandler(Supplier<ErrorThrower> handlers)
            implements Transport, io.vertx.core.transport.Transport {

        private static final Transport NIO = io.vertx.core.transport.Transport.NIO.implementation();

        @Override
        public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
            return () -> {
                Channel channel = NIO.channelFactory(domainSocket).newChannel();
                channel.pipeline().addLast(new Placeholder(handlers));
                return channel;
            };
        }

        @Override
        public String name() {
            return "nio-with-handler";
        }

        @Override
        public boolean available() {
            return true;
        }

        @Override
        public Throwable unavailabilityCause() {
            return NIO.unavailabilityCause();
        }

        @Override
        public Transport implementation() {
            return this;
        }

        @Override
        public IoHandlerFactory ioHandlerFactory() {
            return NIO.ioHandlerFactory();
        }

        @Override
        @SuppressWarnings("deprecation") // of Netty, but Vert.x asks for it
        public DatagramChannel datagramChannel(InternetProtocolFamily family) {
            return NIO.datagramChannel(family);
        }

        @Override
        public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
            return NIO.datagramChannelFactory();
        }

        @Override
        public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
            return NIO.serverChannelFactory(domainSocket);
        }
    }

    /** Vert.x removes all handlers of a connection before it adds those for HTTP. */
    private static final class Placeholder extends ChannelHandlerAdapter {

        private final Supplier<ErrorThrower> handlers;

        Placeholder(Supplier<ErrorThrower> handlers) {
            this.handlers = handlers;
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext context) {
            context.channel()
                    .eventLoop()
                    .execute(() -> context.channel().pipeline().addFirst(handlers.get()));
        }
    }
}
