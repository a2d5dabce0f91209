package ai.extracta.deletions.acceptance;

import ai.extracta.deletions.testsupport.RawResponses;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameWriter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/** A connection of a {@link ScriptedHttp2Server}. It acknowledges settings and pings, and keeps no other state. */
final class ScriptedHttp2Connection extends ByteToMessageDecoder {

    private final ScriptedHttp2Server server;
    private final DefaultHttp2FrameReader reader = new DefaultHttp2FrameReader();
    private final DefaultHttp2FrameWriter frames = new DefaultHttp2FrameWriter();
    private final Map<Integer, Request> byStream = new ConcurrentHashMap<>();
    private final Map<Integer, String> bodies = new ConcurrentHashMap<>();
    private int prefaceBytes = Http2CodecUtil.connectionPrefaceBuf().readableBytes();
    private volatile boolean muted;
    private ChannelHandlerContext context;

    ScriptedHttp2Connection(ScriptedHttp2Server server) {
        this.server = server;
    }

    void settings(Http2Settings settings) {
        write((writer, promise) -> writer.writeSettings(context, settings, promise));
    }

    void goAway(int lastStream, Http2Error error) {
        write((writer, promise) ->
                writer.writeGoAway(context, lastStream, error.code(), Unpooled.EMPTY_BUFFER, promise));
    }

    /** Sends a ping; the server notices the acknowledgement, at which the client has read what was sent before. */
    void ping() {
        write((writer, promise) -> writer.writePing(context, false, 0, promise));
    }

    /** Permits the client to send more of a body, or of all bodies on stream 0. */
    void windowUpdate(int stream, int increment) {
        write((writer, promise) -> writer.writeWindowUpdate(context, stream, increment, promise));
    }

    /** Sends a frame that need not be valid. */
    void frame(int type, int flags, int stream, byte... payload) {
        write((writer, promise) -> context.write(frameBytes(type, flags, stream, payload), promise));
    }

    /** Sends what is no frame. */
    void raw(byte[] bytes) {
        write((writer, promise) -> context.write(Unpooled.wrappedBuffer(bytes), promise));
    }

    static ByteBuf frameBytes(int type, int flags, int stream, byte... payload) {
        return Unpooled.buffer(Http2CodecUtil.FRAME_HEADER_LENGTH + payload.length)
                .writeMedium(payload.length)
                .writeByte(type)
                .writeByte(flags)
                .writeInt(stream)
                .writeBytes(payload);
    }

    /** Sends the same until the connection is closed, as fast as the client reads. */
    void flood(ByteBuf bytes) {
        write((writer, promise) -> context.write(bytes.retainedDuplicate(), promise)
                .addListener(written -> {
                    if (written.isSuccess()) {
                        server.flooded(bytes.readableBytes());
                        flood(bytes);
                    }
                }));
    }

    /** Answers nothing any more, not even a ping, as if the network was down. */
    void mute() {
        muted = true;
    }

    void close() {
        write((writer, promise) -> context.close(promise));
    }

    /** Says that nothing more follows, and waits for the client to close the connection. */
    void endOutput(boolean ofTls) {
        write((writer, promise) -> ofTls
                ? context.pipeline().get(SslHandler.class).closeOutbound(promise)
                : ((DuplexChannel) context.channel()).shutdownOutput(promise));
    }

    /** Closes the connection with a TCP reset. */
    void reset() {
        write((writer, promise) -> {
            context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            return context.pipeline().firstContext().close(promise); // without a close_notify
        });
    }

    /** In order, whatever thread calls it. */
    private void write(BiFunction<Http2FrameWriter, ChannelPromise, ChannelFuture> frame) {
        Runnable task = () -> {
            ChannelFuture ignored = frame.apply(frames, context.newPromise());
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
        settings(server.settings());
    }

    @Override
    protected void decode(ChannelHandlerContext unused, ByteBuf in, List<Object> out) throws Http2Exception {
        if (muted) {
            in.skipBytes(in.readableBytes());
            return;
        }
        int skipped = Math.min(prefaceBytes, in.readableBytes());
        in.skipBytes(skipped);
        prefaceBytes -= skipped;
        if (in.isReadable()) {
            reader.readFrame(context, in, received);
        }
    }

    /** The connection was lost, which the client's side reports. */
    @Override
    public void exceptionCaught(ChannelHandlerContext unused, Throwable failure) {
        ChannelFuture ignored = context.close();
    }

    private final Http2FrameListener received = new Http2FrameAdapter() {

        @Override
        public void onSettingsRead(ChannelHandlerContext unused, Http2Settings ofTheClient) {
            write((writer, promise) -> writer.writeSettingsAck(context, promise));
        }

        @Override
        public void onPingRead(ChannelHandlerContext unused, long data) {
            write((writer, promise) -> writer.writePing(context, true, data, promise));
        }

        @Override
        public void onPingAckRead(ChannelHandlerContext unused, long data) {
            server.pingAcknowledged();
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
            Request request = new Request(
                    ScriptedHttp2Connection.this, stream, headers.path().toString());
            byStream.put(stream, request);
            server.received(request);
            if (end) {
                server.completed(request);
            }
        }

        @Override
        public int onDataRead(ChannelHandlerContext unused, int stream, ByteBuf data, int padding, boolean end) {
            bodies.merge(stream, data.toString(StandardCharsets.UTF_8), String::concat);
            if (end) {
                server.completed(byStream.get(stream));
            }
            return data.readableBytes() + padding;
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext unused, int stream, long code) {
            server.reset(byStream.get(stream), Http2Error.valueOf(code));
        }
    };

    /** A request of which at least the header block was received. */
    record Request(ScriptedHttp2Connection connection, int stream, String path) {

        /** {@return what was received of the body} */
        String body() {
            return connection.bodies.getOrDefault(stream, "");
        }

        /** Responds with the path as the body. */
        void respond(int status) {
            respondHead(status);
            respondBody(path, true);
        }

        void respondHead(int status) {
            respondHead(new DefaultHttp2Headers().status(String.valueOf(status)), false);
        }

        void respondHead(Http2Headers head, boolean end) {
            connection.write(
                    (writer, promise) -> writer.writeHeaders(connection.context, stream, head, 0, end, promise));
        }

        void respondBody(String text, boolean end) {
            connection.write((writer, promise) -> writer.writeData(
                    connection.context,
                    stream,
                    ByteBufUtil.writeUtf8(connection.context.alloc(), text),
                    0,
                    end,
                    promise));
        }

        /** Confirms a deletion. */
        void confirm() {
            respondHead(200);
            respondBody(RawResponses.SUCCESS, true);
        }

        void reset(Http2Error error) {
            connection.write(
                    (writer, promise) -> writer.writeRstStream(connection.context, stream, error.code(), promise));
        }

        /** Announces that this is the last request of the connection that is processed. */
        void goAwayAfterThis(Http2Error error) {
            connection.goAway(stream, error);
        }

        void closeConnection() {
            connection.close();
        }

        @Override
        public String toString() {
            return path + " on stream " + stream;
        }
    }
}
