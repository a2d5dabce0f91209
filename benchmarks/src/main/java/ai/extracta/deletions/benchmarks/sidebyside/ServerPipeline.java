package ai.extracta.deletions.benchmarks.sidebyside;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ai.extracta.deletions.benchmarks.driver.Target;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Responds to every complete request with success, with as little work as possible. */
final class ServerPipeline extends ChannelInitializer<Channel> {

    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ";
    private static final int BACKLOG = 1024;

    private final List<SslContext> contexts;
    private final ServerBehavior behavior;
    private final HandshakeCounter handshakes = new HandshakeCounter();
    private final AtomicInteger connections = new AtomicInteger();
    private final LongAdder requests = new LongAdder();
    private final ByteBuf response;

    /** Uses one of the contexts after the other; clear text if there is none. */
    ServerPipeline(List<SslContext> contexts, ServerBehavior behavior) {
        this.contexts = List.copyOf(contexts);
        this.behavior = behavior;
        String close = behavior.closesAfterResponse() ? "\r\nConnection: close" : "";
        this.response = Unpooled.unreleasableBuffer(Unpooled.directBuffer()
                .writeBytes(
                        (HEAD + Target.RESPONSE.length() + close + "\r\n\r\n" + Target.RESPONSE).getBytes(US_ASCII)));
    }

    /** Listens on the loopback interface and returns the port. */
    int listen(EventLoopGroup loop) throws InterruptedException {
        Channel server = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(this)
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    long requests() {
        return requests.sum();
    }

    HandshakeCounter handshakes() {
        return handshakes;
    }

    @Override
    protected void initChannel(Channel channel) {
        if (!behavior.oneWayDelay().isZero()) {
            channel.pipeline().addLast(new DelayHandler(behavior.oneWayDelay()));
        }
        if (!contexts.isEmpty()) {
            HandshakeCounter.accepted(channel);
            SslContext context = contexts.get(connections.getAndIncrement() % contexts.size());
            channel.pipeline().addLast(context.newHandler(channel.alloc()), handshakes);
        }
        if (!behavior.idleTimeout().isZero()) {
            long millis = behavior.idleTimeout().toMillis();
            channel.pipeline().addLast(new IdleStateHandler(millis, 0, 0, TimeUnit.MILLISECONDS));
        }
        if (contexts.isEmpty()) {
            channel.pipeline().addLast(new HttpRequestDecoder(), new ResponseHandler());
        } else {
            channel.pipeline().addLast(new NegotiatedProtocol());
        }
    }

    private final class NegotiatedProtocol extends ApplicationProtocolNegotiationHandler {

        NegotiatedProtocol() {
            super(ApplicationProtocolNames.HTTP_1_1);
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext context, String protocol) {
            if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                context.pipeline().addLast(Http2ResponseHandler.codec(), new Http2ResponseHandler(requests));
            } else {
                context.pipeline().addLast(new HttpRequestDecoder(), new ResponseHandler());
            }
        }
    }

    private final class ResponseHandler extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object part) {
            boolean last = part instanceof LastHttpContent;
            ReferenceCountUtil.release(part);
            if (last) {
                requests.increment();
                ChannelFuture unused = context.writeAndFlush(response.duplicate(), context.voidPromise());
                if (behavior.closesAfterResponse()) {
                    unused = context.close();
                }
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof IdleStateEvent) {
                ChannelFuture unused = context.close();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            ChannelFuture unused = context.close(); // the client closed the connection abruptly
        }
    }
}
