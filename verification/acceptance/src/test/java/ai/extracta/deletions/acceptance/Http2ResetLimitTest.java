package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.extracta.deletions.testkit.internal.Monitor;
import ai.extracta.deletions.testsupport.LogCapture;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ch.qos.logback.classic.Level;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

/** Servers limit how often a client may reset streams. This one is made of Netty's codec with its defaults. */
class Http2ResetLimitTest {

    /** Twice as many as the codec permits in 30 s. */
    private static final int MAX_RESETS = 400;

    private final Monitor monitor = new Monitor();
    private final EventLoopGroup eventLoop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ConnectionProvider connections = ConnectionProvider.create("http2", 1);
    private HttpClient client;
    private Channel listener;
    private int requests;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        HeldCertificate certificate = HeldCertificate.create(directory, "http2", "ip:127.0.0.1");
        client = HttpClient.create(connections)
                .protocol(HttpProtocol.H2)
                .disableRetry(true)
                .secure(tls -> tls.sslContext(trusting(certificate)));
        SslContext tls = ScriptedHttp2Server.tls(certificate, ApplicationProtocolNames.HTTP_2);
        listener = new ServerBootstrap()
                .group(eventLoop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        tls.newHandler(channel.alloc()),
                                        Http2FrameCodecBuilder.forServer().build(),
                                        new RequestCounter());
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    @AfterEach
    void release() {
        connections.disposeLater().block(SimulatorExtension.TIMEOUT);
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void closesTheConnectionOfAllRequestsAfterHundredsOfResets() {
        try (LogCapture expected = LogCapture.capture(Level.INFO, java.util.logging.Level.INFO, "reactor.netty")) {
            CompletableFuture<?> neighbour = send();
            for (int i = 0; i < MAX_RESETS && !neighbour.isDone(); i++) {
                send().cancel(true);
            }

            assertThatThrownBy(() -> neighbour.get(SimulatorExtension.TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                    .hasMessageContaining("prematurely closed BEFORE response");
            assertThat(expected.lines()).isNotEmpty();
        }
    }

    /** Returns when the server has received the head of the request, or has closed the connection. */
    private CompletableFuture<?> send() {
        int before = monitor.locked(() -> requests);
        CompletableFuture<?> response = client.get()
                .uri("https://127.0.0.1:" + ((InetSocketAddress) listener.localAddress()).getPort())
                .responseContent()
                .aggregate()
                .then()
                .toFuture();
        CompletableFuture<?> ignored =
                response.whenComplete((ended, failure) -> monitor.locked(() -> requests)); // wakes up the next line
        return monitor.await(
                () -> requests > before || response.isDone(),
                SimulatorExtension.TIMEOUT,
                () -> response,
                () -> "no request");
    }

    private static GenericSslContextSpec<SslContextBuilder> trusting(HeldCertificate certificate) {
        return Http2SslContextSpec.forClient().configure(context -> context.trustManager(certificate.certificate()));
    }

    private final class RequestCounter extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            if (frame instanceof Http2HeadersFrame) {
                int ignored = monitor.locked(() -> ++requests);
            }
            ReferenceCountUtil.release(frame);
        }
    }
}
