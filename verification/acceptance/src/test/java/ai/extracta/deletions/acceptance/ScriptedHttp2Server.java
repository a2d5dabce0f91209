package ai.extracta.deletions.acceptance;

import ai.extracta.deletions.acceptance.ScriptedHttp2Connection.Request;
import ai.extracta.deletions.testkit.internal.Monitor;
import ai.extracta.deletions.testsupport.RawResponses;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/**
 * An HTTP/2 server over TLS that reads and writes single frames. It has no state of streams, so that a script can send
 * what no proper server would. If HTTP/1.1 is spoken, it confirms each deletion.
 */
final class ScriptedHttp2Server implements AutoCloseable {

    private final Monitor monitor = new Monitor();
    private final List<Request> requests = new ArrayList<>();
    private final Map<Request, Http2Error> resets = new HashMap<>();
    private final List<Channel> heldHandshakes = new ArrayList<>();
    private final EventLoopGroup eventLoop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Http2Settings settings;
    private final Consumer<Request> script;
    private final SslContext tls;
    private final Channel listener;
    private boolean holdsHandshakes;
    private int connections;
    private int disconnects;
    private int acknowledgedPings;
    private int http11Requests;
    private long floodedBytes;

    /** Listens on a free port of 127.0.0.1 and offers HTTP/2 only. */
    ScriptedHttp2Server(HeldCertificate certificate, Http2Settings settings, Consumer<Request> script)
            throws SSLException {
        this(certificate, settings, script, ApplicationProtocolNames.HTTP_2);
    }

    /**
     * Listens on a free port of 127.0.0.1.
     *
     * @param settings sent on each connection
     * @param script called with each request once it is complete, on the server's thread
     * @param protocols offered by ALPN, which is off if there are none
     */
    ScriptedHttp2Server(
            HeldCertificate certificate, Http2Settings settings, Consumer<Request> script, String... protocols)
            throws SSLException {
        this.settings = settings;
        this.script = script;
        this.tls = tls(certificate, protocols);
        this.listener = new ServerBootstrap()
                .group(eventLoop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel);
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    /** Offers these protocols by ALPN. */
    static SslContext tls(HeldCertificate certificate, String... protocols) throws SSLException {
        ApplicationProtocolConfig alpn = protocols.length == 0
                ? ApplicationProtocolConfig.DISABLED
                : new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        protocols);
        return SslContextBuilder.forServer(certificate.key(), certificate.chain())
                .sslProvider(SslProvider.JDK)
                .applicationProtocolConfig(alpn)
                .build();
    }

    private void accept(Channel channel) {
        int ignored = monitor.locked(() -> ++connections);
        channel.closeFuture().addListener(closed -> monitor.locked(() -> ++disconnects));
        if (monitor.locked(() -> holdsHandshakes && heldHandshakes.add(channel))) {
            channel.config().setAutoRead(false);
        }
        channel.pipeline().addLast(tls.newHandler(channel.alloc()), new ProtocolSelection());
    }

    /** Responds with 200 to each request. */
    static void respondToAll(Request request) {
        request.respond(200);
    }

    /** Leaves requests without a response, except those for paths that begin with {@code /ok}. */
    static void respondToOk(Request request) {
        if (request.path().startsWith("/ok")) {
            request.respond(200);
        }
    }

    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    URI uri() {
        return URI.create("https://127.0.0.1:" + port());
    }

    Http2Settings settings() {
        return settings;
    }

    /** From now on TLS handshakes get no response, until they are released. */
    void holdHandshakes() {
        boolean ignored = monitor.locked(() -> holdsHandshakes = true);
    }

    void releaseHandshakes() {
        await(() -> !heldHandshakes.isEmpty(), "no handshake");
        monitor.locked(() -> {
                    holdsHandshakes = false;
                    return List.copyOf(heldHandshakes);
                })
                .forEach(channel -> channel.config().setAutoRead(true));
    }

    void received(Request request) {
        boolean ignored = monitor.locked(() -> requests.add(request));
    }

    void completed(Request request) {
        script.accept(request);
    }

    void reset(Request request, Http2Error error) {
        Object ignored = monitor.locked(() -> resets.putIfAbsent(request, error));
    }

    void pingAcknowledged() {
        int ignored = monitor.locked(() -> ++acknowledgedPings);
    }

    void flooded(int bytes) {
        long ignored = monitor.locked(() -> floodedBytes += bytes);
    }

    /** Waits for the header block of a request. */
    Request await(String path) {
        return monitor.await(
                () -> find(path).isPresent(),
                SimulatorExtension.TIMEOUT,
                () -> find(path).orElseThrow(),
                () -> "no " + path + " but " + requests);
    }

    /** Waits for the header blocks of this many requests and returns the last. */
    Request awaitRequests(int count) {
        await(() -> requests.size() >= count, "fewer than " + count + " requests");
        return monitor.locked(() -> requests.get(count - 1));
    }

    /** Waits until a request is reset by the client, and returns the reason. */
    Http2Error awaitReset(Request request) {
        await(() -> resets.containsKey(request), request + " is not reset");
        return monitor.locked(() -> resets.get(request));
    }

    void awaitAcknowledgedPings(int count) {
        await(() -> acknowledgedPings >= count, "fewer than " + count + " acknowledged pings");
    }

    void awaitDisconnects(int count) {
        await(() -> disconnects >= count, "fewer than " + count + " connections were closed");
    }

    private void await(BooleanSupplier condition, String description) {
        boolean ignored =
                monitor.await(condition, SimulatorExtension.TIMEOUT, () -> true, () -> description + ", " + resets);
    }

    /** {@return the paths of which a header block was received, in order} */
    List<String> paths() {
        return monitor.locked(() -> requests.stream().map(Request::path).toList());
    }

    /** {@return the paths of the requests that the client reset} */
    List<String> resetPaths() {
        return monitor.locked(() -> resets.keySet().stream().map(Request::path).toList());
    }

    int connections() {
        return monitor.locked(() -> connections);
    }

    int disconnects() {
        return monitor.locked(() -> disconnects);
    }

    int http11Requests() {
        return monitor.locked(() -> http11Requests);
    }

    /** {@return how much of a flood was written} */
    long floodedBytes() {
        return monitor.locked(() -> floodedBytes);
    }

    private Optional<Request> find(String path) {
        return requests.stream().filter(request -> request.path().equals(path)).findFirst();
    }

    /** Refuses further connections. */
    void stopListening() {
        listener.close().syncUninterruptibly();
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class ProtocolSelection extends ApplicationProtocolNegotiationHandler {

        ProtocolSelection() {
            super(ApplicationProtocolNames.HTTP_1_1);
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext context, String protocol) {
            if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                context.pipeline().addLast(new ScriptedHttp2Connection(ScriptedHttp2Server.this));
            } else {
                context.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(0x10000), new Http11());
            }
        }

        @Override
        protected void handshakeFailure(ChannelHandlerContext context, Throwable failure) {
            ChannelFuture ignored = context.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            ChannelFuture ignored = context.close();
        }
    }

    private final class Http11 extends SimpleChannelInboundHandler<FullHttpRequest> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            int unusedCount = monitor.locked(() -> ++http11Requests);
            FullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.OK,
                    Unpooled.copiedBuffer(RawResponses.SUCCESS, StandardCharsets.UTF_8));
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, RawResponses.SUCCESS.length());
            ChannelFuture ignored = context.writeAndFlush(response);
        }
    }
}
