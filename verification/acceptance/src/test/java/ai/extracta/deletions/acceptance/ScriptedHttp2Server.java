package ai.extracta.deletions.acceptance;

import ai.extracta.deletions.testkit.internal.Monitor;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslProvider;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * An HTTP/2 server over TLS that reads and writes single frames. It has no state of streams, so that a script can send
 * what no proper server would.
 */
final class ScriptedHttp2Server implements AutoCloseable {

    private final Monitor monitor = new Monitor();
    private final List<Request> requests = new ArrayList<>();
    private final Map<Request, Http2Error> resets = new HashMap<>();
    private final EventLoopGroup eventLoop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Http2Settings settings;
    private final Consumer<Request> script;
    private final Channel listener;
    private int connections;

    /**
     * Listens on a free port of 127.0.0.1.
     *
     * @param settings sent on each connection
     * @param script called with each request once it is complete, on the server's thread
     */
    ScriptedHttp2Server(HeldCertificate certificate, Http2Settings settings, Consumer<Request> script)
            throws SSLException {
        this.settings = settings;
        this.script = script;
        SslContext tls = tls(certificate);
        this.listener = new ServerBootstrap()
                .group(eventLoop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(tls.newHandler(channel.alloc()), new Connection());
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    /** Offers HTTP/2 only. */
    static SslContext tls(HeldCertificate certificate) throws SSLException {
        return SslContextBuilder.forServer(certificate.key(), certificate.chain())
                .sslProvider(SslProvider.JDK)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2))
                .build();
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

    /** Waits for the header block of a request. */
    Request await(String path) {
        return monitor.await(
                () -> find(path).isPresent(),
                SimulatorExtension.TIMEOUT,
                () -> find(path).orElseThrow(),
                () -> "no " + path + " but " + requests);
    }

    /** Waits until a request is reset by the client, and returns the reason. */
    Http2Error awaitReset(Request request) {
        return monitor.await(
                () -> resets.containsKey(request),
                SimulatorExtension.TIMEOUT,
                () -> resets.get(request),
                () -> request + " is not reset, but " + resets);
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

    private Optional<Request> find(String path) {
        return requests.stream().filter(request -> request.path().equals(path)).findFirst();
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** A request of which at least the header block was received. */
    record Request(Connection connection, int stream, String path) {

        void respond(int status) {
            respondHead(status);
            connection.write(() -> connection.frames.writeData(
                    connection.context,
                    stream,
                    ByteBufUtil.writeUtf8(connection.context.alloc(), path),
                    0,
                    true,
                    connection.promise()));
        }

        void respondHead(int status) {
            Http2Headers head = new DefaultHttp2Headers().status(String.valueOf(status));
            connection.write(() ->
                    connection.frames.writeHeaders(connection.context, stream, head, 0, false, connection.promise()));
        }

        void reset(Http2Error error) {
            connection.write(() ->
                    connection.frames.writeRstStream(connection.context, stream, error.code(), connection.promise()));
        }

        /** Announces that this is the last request of the connection that is processed. */
        void goAwayAfterThis(Http2Error error) {
            connection.write(() -> connection.frames.writeGoAway(
                    connection.context, stream, error.code(), Unpooled.EMPTY_BUFFER, connection.promise()));
        }

        void closeConnection() {
            connection.write(() -> connection.context.close());
        }

        @Override
        public String toString() {
            return path + " on stream " + stream;
        }
    }

    private final class Connection extends ByteToMessageDecoder {

        private final DefaultHttp2FrameReader reader = new DefaultHttp2FrameReader();
        private final DefaultHttp2FrameWriter frames = new DefaultHttp2FrameWriter();
        private final Map<Integer, Request> byStream = new HashMap<>();
        private int prefaceBytes = Http2CodecUtil.connectionPrefaceBuf().readableBytes();
        private ChannelHandlerContext context;

        private ChannelPromise promise() {
            return context.newPromise();
        }

        /** In order, whatever thread calls it. */
        private void write(Supplier<ChannelFuture> frame) {
            Runnable task = () -> {
                ChannelFuture ignored = frame.get();
                context.flush();
            };
            if (context.executor().inEventLoop()) {
                task.run();
            } else {
                context.executor().execute(task);
            }
        }

        @Override
        public void handlerAdded(ChannelHandlerContext added) {
            context = added;
            int ignored = monitor.locked(() -> ++connections);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext unused, Object event) throws Exception {
            if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
                write(() -> frames.writeSettings(context, settings, promise()));
            }
            super.userEventTriggered(unused, event);
        }

        @Override
        protected void decode(ChannelHandlerContext unused, ByteBuf in, List<Object> out) throws Http2Exception {
            int skipped = Math.min(prefaceBytes, in.readableBytes());
            in.skipBytes(skipped);
            prefaceBytes -= skipped;
            if (in.isReadable()) {
                reader.readFrame(context, in, received);
            }
        }

        private final Http2FrameListener received = new Http2FrameAdapter() {

            @Override
            public void onSettingsRead(ChannelHandlerContext unused, Http2Settings ofTheClient) {
                write(() -> frames.writeSettingsAck(context, promise()));
            }

            @Override
            public void onHeadersRead(
                    ChannelHandlerContext unused,
                    int stream,
                    Http2Headers headers,
                    int dependency,
                    short weight,
                    boolean exclusive,
                    int padding,
                    boolean end) {
                onHeadersRead(unused, stream, headers, padding, end);
            }

            @Override
            public void onHeadersRead(
                    ChannelHandlerContext unused, int stream, Http2Headers headers, int padding, boolean end) {
                Request request =
                        new Request(Connection.this, stream, headers.path().toString());
                byStream.put(stream, request);
                boolean ignored = monitor.locked(() -> requests.add(request));
                if (end) {
                    script.accept(request);
                }
            }

            @Override
            public int onDataRead(ChannelHandlerContext unused, int stream, ByteBuf data, int padding, boolean end) {
                if (end) {
                    script.accept(byStream.get(stream));
                }
                return data.readableBytes() + padding;
            }

            @Override
            public void onRstStreamRead(ChannelHandlerContext unused, int stream, long code) {
                Request request = byStream.get(stream);
                Object ignored = monitor.locked(() -> resets.putIfAbsent(request, Http2Error.valueOf(code)));
            }
        };
    }
}
