package ai.extracta.deletions.audit;

import ai.extracta.deletions.testkit.ExtractaSimulator;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A reverse proxy that speaks nothing but HTTP/2 over TLS, has faults of its own, and passes requests on to a simulator
 * over HTTP/1.1. What the simulator does to a connection, it does to the stream.
 */
final class Http2Gateway implements EntryPoint {

    /** Fewer than there are calls in flight, so that some wait, and a fault of a connection does not hit all. */
    private static final int MAX_CONCURRENT_STREAMS = 16;

    private static final int SHUTDOWN_SECONDS = 10;

    private final EventLoopGroup eventLoop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel listener;
    private final String path;
    private final Http2Faults faults;

    private Http2Gateway(ExtractaSimulator simulator, GatewayCertificate certificate, Http2Faults faults) {
        URI target = simulator.baseUri();
        path = target.getPath();
        this.faults = faults;
        listener = new ServerBootstrap()
                .group(eventLoop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(certificate.server().newHandler(channel.alloc()));
                        addHandlers(channel, target, faults);
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    static Http2Gateway start(ExtractaSimulator simulator, GatewayCertificate certificate, Http2Faults faults) {
        return new Http2Gateway(simulator, certificate, faults);
    }

    private static void addHandlers(Channel channel, URI target, Http2Faults faults) {
        Http2FrameCodec codec = Http2FrameCodecBuilder.forServer()
                .initialSettings(new Http2Settings().maxConcurrentStreams(MAX_CONCURRENT_STREAMS))
                .build();
        GatewayConnection connection = new GatewayConnection(channel, codec);
        channel.pipeline().addLast(codec, new Http2MultiplexHandler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel stream) {
                stream.pipeline().addLast(new GatewayStream(connection, target, faults));
            }
        }));
    }

    @Override
    public URI baseUri() {
        return URI.create("https://127.0.0.1:" + ((InetSocketAddress) listener.localAddress()).getPort() + path);
    }

    @Override
    public Map<Http2Fault, Integer> faults() {
        return faults.counts();
    }

    @Override
    public void close() {
        eventLoop.shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
