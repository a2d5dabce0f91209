package ai.extracta.deletions.acceptance;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * A reverse proxy that speaks HTTP/2 over TLS with clients and HTTP/1.1 with the servers of the contract, each of which
 * has its own port here. A client may have one stream at a time on a connection, and each connection has its own with
 * the server. So servers observe of connections, requests and cancels what they would observe without a gateway.
 */
final class ContractGateway implements AutoCloseable {

    private static final Http2Settings ONE_STREAM = new Http2Settings().maxConcurrentStreams(1);
    private static final int BACKLOG = 1024;

    private final EventLoopGroup eventLoop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Map<Integer, Integer> ports = new ConcurrentHashMap<>();
    private final SslContext tls;

    ContractGateway(HeldCertificate certificate) throws SSLException {
        tls = ScriptedHttp2Server.tls(certificate, ApplicationProtocolNames.HTTP_2);
    }

    /** Whether it is a server that speaks HTTP/1.1 without TLS on 127.0.0.1. */
    static boolean serves(URI uri) {
        return uri.getScheme().equals("http") && Objects.equals(uri.getHost(), "127.0.0.1");
    }

    /** Returns where the gateway passes requests on to a server. Never blocks. */
    URI uriFor(URI server) {
        int port = ports.computeIfAbsent(server.getPort(), this::listen);
        String query = server.getRawQuery() == null ? "" : "?" + server.getRawQuery();
        return URI.create("https://127.0.0.1:" + port + server.getRawPath() + query);
    }

    private int listen(int serverPort) {
        try {
            ServerSocketChannel socket = ServerSocketChannel.open();
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
            ChannelFuture ignored = new ServerBootstrap()
                    .group(eventLoop)
                    .channelFactory(() -> new NioServerSocketChannel(socket))
                    .childHandler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel client) {
                            accept(client, serverPort);
                        }
                    })
                    .register();
            return ((InetSocketAddress) socket.getLocalAddress()).getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(Channel client, int serverPort) {
        Http2FrameCodec codec = Http2FrameCodecBuilder.forServer()
                .initialSettings(ONE_STREAM)
                .encoderIgnoreMaxHeaderListSize(true)
                .decoderEnforceMaxRstFramesPerWindow(0, 0)
                .build();
        ContractGatewayConnection connection = new ContractGatewayConnection(client, serverPort);
        client.pipeline()
                .addLast(
                        tls.newHandler(client.alloc()),
                        codec,
                        new Http2MultiplexHandler(new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel stream) {
                                stream.pipeline().addLast(new ContractGatewayStream(connection));
                            }
                        }),
                        connection);
    }

    @Override
    public void close() {
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
