package ai.extracta.deletions.transport.netty;

import ai.extracta.deletions.transport.Exchange;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableChannel;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientRequest;
import reactor.util.context.Context;

/** Carries one exchange with Reactor Netty. */
final class NettyCall implements Exchange.Carrier, CoreSubscriber<TransportResponse> {

    private static final String USER_AGENT_COMMENT = " (" + NettyTransport.NAME + ")";

    private final HttpClient client;
    private final TransportSettings settings;
    private final Exchange exchange;

    private volatile boolean abandoned;
    private volatile @Nullable Subscription place;
    private volatile @Nullable Subscription upstream;
    private volatile @Nullable EventLoop loop;

    /** Set on the event loop when the connection goes back: from then on it may be somebody else's. */
    private volatile boolean finished;

    NettyCall(HttpClient client, TransportSettings settings, Exchange exchange) {
        this.client = client;
        this.settings = settings;
        this.exchange = exchange;
    }

    @Override
    public void start() {
        TransportRequest request = exchange.request();
        client.request(HttpMethod.valueOf(request.method()))
                .uri(request.uri())
                .send(this::send)
                .response(
                        (response, body) -> new BoundedResponse(response, body, exchange, settings.maxResponseBytes()))
                .next()
                .subscribe(this);
    }

    /** By which {@link CancellableConnectionProvider} finds this call. */
    @Override
    public Context currentContext() {
        return exchange.context().put(NettyCall.class, this);
    }

    /** Called with the place in the queue for a connection, which {@link #abandon} gives up. */
    void waitsAt(Subscription placeInQueue) {
        place = placeInQueue;
        if (abandoned) {
            placeInQueue.cancel();
        }
    }

    /**
     * Called on the event loop with a connection, possibly while it still reads for its last user: if that got more than
     * it asked for, the rest must not be taken for the answer to what is written only after that.
     */
    private Publisher<Void> send(HttpClientRequest outgoing, NettyOutbound out) {
        return Mono.<Void>create(sink -> out.withConnection(connection -> {
                    EventLoop connectionLoop = connection.channel().eventLoop();
                    loop = connectionLoop;
                    connectionLoop.execute(sink::success);
                }))
                .then(Mono.defer(() -> Mono.fromDirect(write(outgoing, out))));
    }

    private Publisher<Void> write(HttpClientRequest outgoing, NettyOutbound out) {
        if (!exchange.beginSending()) {
            out.withConnection(DisposableChannel::dispose);
            return Mono.never();
        }
        TransportRequest request = exchange.request();
        HttpHeaders headers = outgoing.requestHeaders().remove(HttpHeaderNames.ACCEPT);
        request.headers().forEach((name, value) -> headers.remove(name));
        request.headers().forEach(headers::add);
        headers.set(HttpHeaderNames.USER_AGENT, settings.userAgent() + USER_AGENT_COMMENT);
        headers.set(HttpHeaderNames.CONTENT_LENGTH, request.body().remaining());
        return out.send(Mono.just(Unpooled.wrappedBuffer(request.body())));
    }

    @Override
    public void abandon(boolean sending) {
        abandoned = true;
        EventLoop connectionLoop = loop;
        if (sending && connectionLoop != null) {
            connectionLoop.execute(() -> {
                if (!finished) {
                    cancel(upstream);
                }
            });
        } else {
            cancel(place);
            cancel(upstream);
        }
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        upstream = subscription;
        if (abandoned) {
            subscription.cancel();
        } else {
            subscription.request(Long.MAX_VALUE);
        }
    }

    /** Reactor Netty gives the connection back only after this: whoever calls again at once must find it free. */
    @Override
    public void onNext(TransportResponse response) {
        finished = true;
        Objects.requireNonNull(loop, "an answer to what was not sent").execute(() -> exchange.succeed(response));
    }

    @Override
    public void onError(Throwable failure) {
        finished = true;
        exchange.fail(NettyFailures.toTransportException(failure, exchange));
    }

    /** Called on the event loop. Reactor Netty waits for nothing else to end its part, so that must be given up. */
    void connectionFailed(Throwable failure) {
        if (!finished) {
            onError(failure);
            cancel(upstream);
        }
    }

    /** After an answer, nothing; without one, a failure. */
    @Override
    public void onComplete() {
        if (!finished) {
            exchange.fail(new TransportException(
                    Kind.PROTOCOL, exchange.isSending(), "the exchange ended without an answer"));
        }
    }

    private static void cancel(@Nullable Subscription subscription) {
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
