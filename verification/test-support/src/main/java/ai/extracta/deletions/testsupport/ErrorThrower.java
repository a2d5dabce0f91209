package ai.extracta.deletions.testsupport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.Iterator;
import java.util.Map;

/** Throws an error where a request or its response passes. The first handler of a connection's pipeline. */
public final class ErrorThrower extends ChannelDuplexHandler {

    /** Who throws: a handler that is passed a message, or the message itself when it is read. */
    public enum Place {
        REQUEST(ByteBuf.class),
        BYTES(ByteBuf.class),
        HEAD(HttpResponse.class),
        END(LastHttpContent.class),
        MESSAGE(HttpResponse.class),
        HEADERS(HttpResponse.class),
        BODY(LastHttpContent.class);

        private final Class<?> message;

        Place(Class<?> message) {
            this.message = message;
        }
    }

    private static final String NAME = "error-thrower";

    private final Place place;
    private final Error error;

    public ErrorThrower(Place place, Error error) {
        this.place = place;
        this.error = error;
    }

    /** The codec is there at the latest when the first bytes are written. */
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (place == Place.REQUEST) {
            ReferenceCountUtil.release(message);
            throw error;
        }
        ChannelHandlerContext codec = context.pipeline().context(HttpClientCodec.class);
        if (place != Place.BYTES && codec != null && context.pipeline().get(NAME) == null) {
            context.pipeline().addAfter(codec.name(), NAME, new MessageThrower());
        }
        super.write(context, message, promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        super.channelRead(context, place == Place.BYTES ? replace(message) : message);
    }

    private Object replace(Object message) {
        if (!place.message.isInstance(message)) {
            return message;
        }
        ReferenceCountUtil.release(message);
        return switch (place) {
            case MESSAGE -> new ThrowingResponse((HttpResponse) message, error);
            case HEADERS ->
                new DefaultHttpResponse(
                        ((HttpResponse) message).protocolVersion(),
                        ((HttpResponse) message).status(),
                        new ThrowingHeaders(((HttpResponse) message).headers(), error));
            case BODY -> new DefaultLastHttpContent(new ThrowingBytes(error));
            default -> throw error;
        };
    }

    private final class MessageThrower extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
            super.channelRead(context, replace(message));
        }
    }

    private static final class ThrowingResponse extends DefaultHttpResponse {

        private final Error error;

        ThrowingResponse(HttpResponse response, Error error) {
            super(response.protocolVersion(), response.status(), response.headers());
            this.error = error;
        }

        @Override
        public HttpHeaders headers() {
            throw error;
        }
    }

    @SuppressWarnings("deprecation") // which a library calls all the same
    private static final class ThrowingHeaders extends DefaultHttpHeaders {

        private final transient Error error;

        ThrowingHeaders(HttpHeaders headers, Error error) {
            set(headers);
            this.error = error;
        }

        @Override
        public Iterator<Map.Entry<CharSequence, CharSequence>> iteratorCharSequence() {
            throw error;
        }

        @Override
        public Iterator<Map.Entry<String, String>> iterator() {
            throw error;
        }
    }

    private static final class ThrowingBytes extends UnpooledHeapByteBuf {

        private final Error error;

        ThrowingBytes(Error error) {
            super(UnpooledByteBufAllocator.DEFAULT, new byte[2], 2);
            this.error = error;
        }

        @Override
        public ByteBuf readBytes(byte[] target, int offset, int length) {
            throw error;
        }

        @Override
        public ByteBuf getBytes(int index, byte[] target, int offset, int length) {
            throw error;
        }

        @Override
        public ByteBuf getBytes(int index, ByteBuf target, int offset, int length) {
            throw error;
        }
    }
}
