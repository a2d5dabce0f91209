package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.transport.TransportException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Half of many calls are cancelled, on a server that is made of Netty's codec and limits resets by its defaults. */
@ParameterizedClass(name = "{0}")
@EnumSource(value = Http2Client.class, names = "OWN")
class Http2StormTest extends AbstractHttp2Test {

    private static final int CALLS = Integer.getInteger("extracta.http2.storm.calls", 10_000);
    private static final int IN_FLIGHT = 64;
    private static final int MAX_CONNECTIONS = 2;
    private static final int RESETS_PER_CONNECTION = 100;
    private static final String BODY = "{}";

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger resets = new AtomicInteger();
    private final AtomicInteger incomplete = new AtomicInteger();
    private URI uri;

    @BeforeEach
    void start() throws Exception {
        EventLoopGroup eventLoop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        closeAtEnd(() -> eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly());
        SslContext tls = ScriptedHttp2Server.tls(CERTIFICATE, ApplicationProtocolNames.HTTP_2);
        Channel listener = new ServerBootstrap()
                .group(eventLoop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.incrementAndGet();
                        channel.pipeline()
                                .addLast(
                                        tls.newHandler(channel.alloc()),
                                        Http2FrameCodecBuilder.forServer().build(),
                                        new Http2MultiplexHandler(new ChannelInitializer<>() {
                                            @Override
                                            protected void initChannel(Channel stream) {
                                                stream.pipeline().addLast(new Stream());
                                            }
                                        }));
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
        uri = URI.create("https://127.0.0.1:" + ((InetSocketAddress) listener.localAddress()).getPort());
    }

    @Test
    void losesNoCallThatIsNotCancelled() {
        open(settings().maxConnections(MAX_CONNECTIONS));

        Long answered = Flux.range(0, CALLS)
                .flatMap(i -> i % 2 == 0 ? answered("/kept-" + i) : cancelled("/cancelled-" + i), IN_FLIGHT)
                .count()
                .block(Duration.ofSeconds(150));

        assertThat(answered).isEqualTo(CALLS / 2);
        assertThat(incomplete).hasValue(0);
        assertThat(resets).hasPositiveValue();
        assertThat(connections.get())
                .as("connections for %s resets", resets)
                .isLessThanOrEqualTo(MAX_CONNECTIONS + CALLS / 2 / RESETS_PER_CONNECTION);
    }

    /** A call that is about to be written when its connection retires is certainly not sent, so it is repeated. */
    private Mono<String> answered(String path) {
        return exchange(uri.resolve(path))
                .retryWhen(Retry.indefinitely().filter(Http2StormTest::isNotSent))
                .map(response -> {
                    assertThat(text(response)).isEqualTo(path);
                    return path;
                });
    }

    private Mono<String> cancelled(String path) {
        return exchange(uri.resolve(path))
                .onErrorComplete(Http2StormTest::isNotSent)
                .then(Mono.<String>empty())
                .takeUntilOther(
                        Mono.delay(Duration.ofNanos(ThreadLocalRandom.current().nextLong(4_000_000))));
    }

    private static boolean isNotSent(Throwable failure) {
        return failure instanceof TransportException known && !known.maybeSent();
    }

    private final class Stream extends ChannelInboundHandlerAdapter {

        private String path = "";
        private String body = "";

        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            if (frame instanceof Http2HeadersFrame head) {
                path = head.headers().path().toString();
            } else if (frame instanceof Http2DataFrame data) {
                body += data.content().toString(StandardCharsets.UTF_8);
                if (data.isEndStream()) {
                    respond(context);
                }
            }
            ReferenceCountUtil.release(frame);
        }

        private void respond(ChannelHandlerContext context) {
            if (!body.equals(BODY)) {
                incomplete.incrementAndGet();
            }
            ChannelFuture ignored =
                    context.write(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("200"), false));
            ChannelFuture unused = context.writeAndFlush(
                    new DefaultHttp2DataFrame(ByteBufUtil.writeUtf8(context.alloc(), path), true));
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof Http2ResetFrame) {
                resets.incrementAndGet();
            }
        }

        /** Of a stream that the client has reset. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            ChannelFuture ignored = context.close();
        }
    }
}
