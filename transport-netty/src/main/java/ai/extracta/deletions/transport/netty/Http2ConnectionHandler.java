package ai.extracta.deletions.transport.netty;

import ai.extracta.deletions.transport.TransportSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Ends a connection of HTTP/2 in time: after its last stream once the server goes away, or once as many streams were
 * reset as a server may take for an attack, and at once if it is dead or flooded. Without HTTP/2 it leaves the pipeline
 * to the handlers of HTTP/1.1. Used on the event loop only.
 */
final class Http2ConnectionHandler extends ChannelInboundHandlerAdapter {

    static final String NAME = "http2-connection-handler";

    /** A server made of Netty's codec goes away after 200 within 30 seconds, others later. */
    private static final int MAX_RESETS = 100;

    private final Consumer<ChannelPipeline> http11;
    private final TransportSettings settings;
    private long goAwayCode = Http2Error.NO_ERROR.code();
    private int resets;
    private @Nullable Throwable failure;

    Http2ConnectionHandler(Consumer<ChannelPipeline> http11, TransportSettings settings) {
        this.http11 = http11;
        this.settings = settings;
    }

    /** Returns the error code with which the server goes away. */
    long goAwayCode() {
        return goAwayCode;
    }

    /** Returns the exception because of which the connection is closed, if it is known. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** Called once the protocol is negotiated, which completes the pipeline. */
    @Override
    public void channelActive(ChannelHandlerContext context) {
        Http2FrameCodec codec = context.pipeline().get(Http2FrameCodec.class);
        if (codec == null) {
            http11.accept(context.pipeline());
            context.fireChannelActive();
            context.pipeline().remove(this);
            return;
        }
        Http2FloodHandler flood = new Http2FloodHandler(settings);
        Http2PingHandler pings = new Http2PingHandler(context, settings.connectTimeout(), caught -> failure = caught);
        context.pipeline()
                .addBefore(NettyPipeline.HttpCodec, Http2FloodHandler.NAME, flood)
                .addBefore(NettyPipeline.ReactiveBridge, Http2PingHandler.NAME, pings);
        codec.gracefulShutdownTimeoutMillis(0); // whoever closes a connection has ended its exchanges before
        refuseStreamsOfTheServer(codec.connection());
        codec.connection().addListener(new Listener(context, codec.connection(), flood, pings));
        context.fireChannelActive();
    }

    /** Reactor Netty would keep what is received on them. */
    private static void refuseStreamsOfTheServer(Http2Connection connection) {
        connection.remote().maxActiveStreams(0);
        connection.local().allowPushTo(false);
    }

    /** Nothing more follows, so streams without a response will not get one. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            ChannelFuture ignored = context.close();
        }
        context.fireUserEventTriggered(event);
    }

    private final class Listener extends Http2ConnectionAdapter {

        private final ChannelHandlerContext context;
        private final Http2Connection connection;
        private final Http2FloodHandler flood;
        private final Http2PingHandler pings;

        Listener(
                ChannelHandlerContext context,
                Http2Connection connection,
                Http2FloodHandler flood,
                Http2PingHandler pings) {
            this.context = context;
            this.connection = connection;
            this.flood = flood;
            this.pings = pings;
        }

        @Override
        public void onStreamActive(Http2Stream stream) {
            flood.allowResponse(connection.numActiveStreams());
        }

        @Override
        public void onGoAwayReceived(int lastStreamId, long errorCode, ByteBuf debugData) {
            goAwayCode = errorCode;
            closeWithoutStreams();
        }

        @Override
        public void onStreamClosed(Http2Stream stream) {
            if (connection.goAwayReceived()) {
                closeWithoutStreams();
            } else if (stream.isResetSent()) {
                afterReset();
            }
        }

        /** In a later task: streams that the server does not process are closed after this. */
        private void closeWithoutStreams() {
            context.executor().execute(() -> {
                if (connection.numActiveStreams() == 0) {
                    close();
                }
            });
        }

        /** A call that was cancelled or timed out may be the sign of a dead connection. */
        private void afterReset() {
            resets++;
            if (resets >= MAX_RESETS) {
                context.executor().execute(this::retire);
            } else {
                pings.ping();
            }
        }

        private void close() {
            ChannelFuture ignored = context.close();
        }

        /** As if the server went away, so that the pool opens no more streams. */
        private void retire() {
            try {
                if (!connection.goAwayReceived()) {
                    connection.goAwayReceived(Integer.MAX_VALUE, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER);
                }
            } catch (Http2Exception e) {
                close();
            }
        }
    }
}
