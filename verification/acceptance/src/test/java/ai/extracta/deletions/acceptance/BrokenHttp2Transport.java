package ai.extracta.deletions.acceptance;

import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.netty.NettyTransport;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;
import reactor.netty.resources.ConnectionProvider;

/** A transport over HTTP/2 with a single defect, and a case that detects it. */
enum BrokenHttp2Transport {
    TREATS_GOAWAY_AS_UNKNOWN {
        @Override
        HttpTransport create(TransportSettings settings) {
            return decorated(
                    settings,
                    exchange -> exchange.onErrorMap(
                            TransportException.class,
                            failure ->
                                    failure.getMessage().contains("goes away") ? maybeSent(failure, true) : failure));
        }
    },

    TREATS_A_RESET_AS_NOT_SENT {
        @Override
        HttpTransport create(TransportSettings settings) {
            return decorated(
                    settings,
                    exchange -> exchange.onErrorMap(
                            TransportException.class,
                            failure -> failure.getMessage().contains("reset") ? maybeSent(failure, false) : failure));
        }
    },

    CLOSES_THE_CONNECTION_ON_CANCEL {
        @Override
        HttpTransport create(TransportSettings settings) {
            Queue<Channel> connections = new ConcurrentLinkedQueue<>();
            ConnectionProvider pool = Http2Client.connections(settings);
            HttpTransport sound = NettyTransport.using(Http2Client.client(settings, pool)
                    .doOnChannelInit((observer, channel, address) -> connections.add(channel)));
            return decorated(
                    sound,
                    exchange -> exchange.doOnCancel(() -> connections.forEach(BrokenHttp2Transport::close)),
                    sound.closeLater().then(pool.disposeLater()));
        }
    };

    static final String PARAMETER = "broken-http2";

    abstract HttpTransport create(TransportSettings settings);

    private static void close(Channel connection) {
        ChannelFuture ignored = connection.close();
    }

    private static TransportException maybeSent(TransportException failure, boolean maybeSent) {
        Kind kind = maybeSent ? Kind.CONNECTION_LOST : Kind.NOT_PROCESSED;
        return new TransportException(kind, maybeSent, failure.getMessage(), failure);
    }

    private static HttpTransport decorated(TransportSettings settings, UnaryOperator<Mono<TransportResponse>> defect) {
        HttpTransport sound = NettyTransport.create(settings);
        return decorated(sound, defect, sound.closeLater());
    }

    private static HttpTransport decorated(
            HttpTransport sound, UnaryOperator<Mono<TransportResponse>> defect, Mono<Void> onClose) {
        return new HttpTransport() {
            @Override
            public Mono<TransportResponse> exchange(TransportRequest request) {
                return defect.apply(sound.exchange(request));
            }

            @Override
            public Mono<Void> closeLater() {
                return onClose;
            }
        };
    }
}
