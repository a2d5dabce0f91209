package ai.extracta.deletions.audit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.handler.codec.http2.HttpConversionUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Receives one request, holds it for a moment, and passes it on unless its fault prevents that. */
final class GatewayStream extends SimpleChannelInboundHandler<Http2StreamFrame> {

    /** Long enough for some requests of a connection to wait here when it goes away. */
    private static final long MAX_HOLD_NANOS = 4_000_000;

    private static final long MAX_RESET_NANOS = 15_000_000;

    /** Each leaves open whether the request was processed. */
    private static final List<Http2Error> RESETS = List.of(
            Http2Error.INTERNAL_ERROR,
            Http2Error.CANCEL,
            Http2Error.PROTOCOL_ERROR,
            Http2Error.NO_ERROR,
            Http2Error.ENHANCE_YOUR_CALM);

    private static final List<Http2Error> GO_AWAYS =
            List.of(Http2Error.NO_ERROR, Http2Error.NO_ERROR, Http2Error.INTERNAL_ERROR, Http2Error.ENHANCE_YOUR_CALM);

    private final GatewayConnection connection;
    private final URI target;
    private final Http2Faults faults;
    private final ByteBuf body = Unpooled.buffer();
    private Http2Headers head = new DefaultHttp2Headers();
    private @Nullable Channel upstream;

    GatewayStream(GatewayConnection connection, URI target, Http2Faults faults) {
        this.connection = connection;
        this.target = target;
        this.faults = faults;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
        if (frame instanceof Http2HeadersFrame headers) {
            connection.open(((Http2StreamChannel) context.channel()).stream().id());
            head = headers.headers();
        } else if (frame instanceof Http2DataFrame data) {
            body.writeBytes(data.content());
            if (data.isEndStream()) {
                hold((Http2StreamChannel) context.channel());
            }
        }
    }

    private void hold(Http2StreamChannel stream) {
        String request = head.path() + body.toString(StandardCharsets.UTF_8);
        Http2Faults.Choice choice = faults.next(request);
        later(
                stream,
                () -> handle(stream, choice.fault(), choice.random()),
                choice.random().nextLong(MAX_HOLD_NANOS));
    }

    private static void later(Http2StreamChannel stream, Runnable step, long nanos) {
        ScheduledFuture<?> ignored = stream.eventLoop()
                .schedule(
                        () -> {
                            if (stream.isActive()) {
                                step.run();
                            }
                        },
                        nanos,
                        TimeUnit.NANOSECONDS);
    }

    private void handle(Http2StreamChannel stream, Http2Fault fault, SplittableRandom random) {
        switch (fault) {
            case REFUSED -> reset(stream, Http2Error.REFUSED_STREAM);
            case RESET -> reset(stream, pick(RESETS, random));
            case RESET_AFTER_FORWARDING ->
                later(stream, () -> reset(stream, pick(RESETS, random)), random.nextLong(MAX_RESET_NANOS));
            case INTERIM_RESPONSE -> respondInterim(stream);
            case GO_AWAY -> connection.goAway(pick(GO_AWAYS, random));
            case ANNOUNCED_GO_AWAY -> connection.announceGoAway(pick(GO_AWAYS, random));
            case GO_AWAY_AND_CLOSE -> connection.goAwayAndClose(pick(GO_AWAYS, random));
            case CLOSE -> connection.closeSilently();
            case NONE, REFUSED_AFTER_HEAD -> {}
        }
        boolean isEnded = fault == Http2Fault.REFUSED || fault == Http2Fault.RESET;
        if (!isEnded && stream.isActive() && connection.forward(stream.stream().id())) {
            forward(stream, fault == Http2Fault.REFUSED_AFTER_HEAD);
        }
    }

    private static Http2Error pick(List<Http2Error> errors, SplittableRandom random) {
        return errors.get(random.nextInt(errors.size()));
    }

    static void reset(Http2StreamChannel stream, Http2Error error) {
        ChannelFuture ignored = stream.writeAndFlush(new DefaultHttp2ResetFrame(error));
    }

    private static void respondInterim(Http2StreamChannel stream) {
        ChannelFuture ignored =
                stream.writeAndFlush(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("103")));
    }

    private void forward(Http2StreamChannel stream, boolean refusingAfterHead) {
        try {
            FullHttpRequest request =
                    HttpConversionUtil.toFullHttpRequest(stream.stream().id(), head, body, true);
            upstream = UpstreamExchange.start(stream, request, target, refusingAfterHead);
        } catch (Http2Exception e) {
            reset(stream, e.error());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (upstream != null) {
            ChannelFuture ignored = upstream.close();
        }
        connection.end(((Http2StreamChannel) context.channel()).stream().id());
    }

    /** A stream that the client has reset cannot be written to. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        ChannelFuture ignored = context.close();
    }
}
