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
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/**
 * Responds to every complete request with success, on one event loop and with as little work as possible. Prints its
 * port and ends at the end of its input. Speaks TLS 1.3 if it gets the path of a key store.
 */
final class FixedResponseServer {

    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ";
    private static final int BACKLOG = 1024;

    private FixedResponseServer() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, GeneralSecurityException {
        boolean isSecure = arguments.length > 0;
        @Nullable SslContext tls = isSecure ? ServerCertificate.serverContext(Path.of(arguments[0])) : null;
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        Channel server = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ConnectionInitializer(tls))
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        System.out.println(((InetSocketAddress) server.localAddress()).getPort());
        System.in.readAllBytes();
        System.exit(0);
    }

    private static final class ConnectionInitializer extends ChannelInitializer<Channel> {

        private final ByteBuf response = Unpooled.unreleasableBuffer(Unpooled.directBuffer()
                .writeBytes((HEAD + Target.RESPONSE.length() + "\r\n\r\n" + Target.RESPONSE).getBytes(US_ASCII)));

        private final @Nullable SslContext tls;

        ConnectionInitializer(@Nullable SslContext tls) {
            this.tls = tls;
        }

        @Override
        protected void initChannel(Channel channel) {
            if (tls != null) {
                channel.pipeline().addLast(tls.newHandler(channel.alloc()));
            }
            channel.pipeline().addLast(new HttpRequestDecoder(), new ResponseHandler(response));
        }
    }

    private static final class ResponseHandler extends ChannelInboundHandlerAdapter {

        private final ByteBuf response;

        ResponseHandler(ByteBuf response) {
            this.response = response;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object part) {
            boolean last = part instanceof LastHttpContent;
            ReferenceCountUtil.release(part);
            if (last) {
                ChannelFuture unused = context.writeAndFlush(response.duplicate(), context.voidPromise());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            ChannelFuture unused = context.close(); // the client closed the connection abruptly
        }
    }
}
