package ai.extracta.deletions.acceptance;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** A client's connection with a {@link ContractGateway}, and its counterpart. Used on the event loop only. */
final class ContractGatewayConnection extends ChannelInboundHandlerAdapter {

    private static final int MAX_LINE_BYTES = 1 << 20;
    private static final int MAX_CHUNK_BYTES = 1 << 16;

    private final Channel client;
    private final int serverPort;
    private final Queue<HttpObject> unsent = new ArrayDeque<>();
    private Optional<Channel> server = Optional.empty();
    private Optional<ContractGatewayStream> stream = Optional.empty();

    /** Connects with the server. */
    ContractGatewayConnection(Channel client, int serverPort) {
        this.client = client;
        this.serverPort = serverPort;
        connect();
    }

    private Channel connect() {
        ChannelFuture connecting = new Bootstrap()
                .group(client.eventLoop())
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpClientCodec(MAX_LINE_BYTES, MAX_LINE_BYTES, MAX_CHUNK_BYTES),
                                        new Server());
                    }
                })
                .connect("127.0.0.1", serverPort);
        server = Optional.of(connecting.channel());
        connecting.addListener(connected -> {
            if (connected.isSuccess()) {
                flush(connecting.channel());
            } else {
                lost(connecting.channel());
            }
        });
        return connecting.channel();
    }

    /** {@return how clients name the host} */
    String gatewayHost() {
        return "127.0.0.1:" + ((InetSocketAddress) client.localAddress()).getPort();
    }

    /** {@return how clients of the server name the host} */
    String serverHost() {
        return "127.0.0.1:" + serverPort;
    }

    /** Passes a part of the request of the current stream on. */
    void send(ContractGatewayStream sender, HttpObject part) {
        stream = Optional.of(sender);
        unsent.add(part);
        Channel channel = server.orElseGet(this::connect);
        if (channel.isActive()) {
            flush(channel);
        }
    }

    private void flush(Channel channel) {
        for (HttpObject part = unsent.poll(); part != null; part = unsent.poll()) {
            ChannelFuture ignored = channel.writeAndFlush(part);
        }
    }

    void setReading(boolean reading) {
        server.ifPresent(channel -> channel.config().setAutoRead(reading));
    }

    /** The current stream is the last one. */
    void goAway() {
        ChannelFuture ignored = client.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
    }

    /** The response is complete. */
    void end(boolean isReusable) {
        stream = Optional.empty();
        if (!isReusable) {
            disconnect();
        }
    }

    /** The client, or the gateway, reset the stream. */
    void cancel(ContractGatewayStream cancelled) {
        if (stream.filter(cancelled::equals).isPresent()) {
            stream = Optional.empty();
            disconnect();
        }
    }

    private void disconnect() {
        unsent.forEach(ReferenceCountUtil::release);
        unsent.clear();
        Optional<Channel> connected = server;
        server = Optional.empty();
        connected.ifPresent(ContractGatewayConnection::close);
    }

    /** The server closed its connection: the stream that waits for it has the same fate, or else the connection. */
    private void lost(Channel channel) {
        if (server.filter(channel::equals).isPresent()) {
            server = Optional.empty();
            stream.ifPresentOrElse(ContractGatewayStream::lose, this::closeClient);
        }
    }

    private void closeClient() {
        close(client);
    }

    private static void close(Channel channel) {
        ChannelFuture ignored = channel.close();
    }

    /** Below TLS and HTTP/2, which would say goodbye. */
    private void resetClient() {
        ((SocketChannel) client).config().setSoLinger(0);
        client.unsafe().close(client.voidPromise());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        disconnect();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        closeClient();
    }

    /** What the server sends. */
    private final class Server extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object part) {
            if (server.filter(context.channel()::equals).isEmpty()) {
                ReferenceCountUtil.release(part);
            } else if (stream.isPresent()) {
                stream.get().respond((HttpObject) part);
            } else {
                ReferenceCountUtil.release(part);
                closeClient();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            lost(context.channel());
        }

        /** The server reset its connection. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            ChannelFuture ignored = context.close();
            resetClient();
        }
    }
}
