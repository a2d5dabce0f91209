package ai.extracta.deletions.transport.netty;

import ai.extracta.deletions.transport.Exchange;
import ai.extracta.deletions.transport.RequestTemplates;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.DisposableChannel;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** Carries one exchange with Reactor Netty. */
final class NettyCall implements Exchange.Carrier, CoreSubscriber<TransportResponse> {

    private final RequestTemplates<NettyTemplate> templates;
    private final Exchange exchange;
    private final Context context;

    private volatile boolean abandoned;
    private volatile @Nullable Subscription place;
    private volatile @Nullable Subscription upstream;
    private volatile @Nullable EventLoop loop;

    /** Set on the event loop when the connection goes back: from then on it may be somebody else's. */
    private volatile boolean finished;

    NettyCall(RequestTemplates<NettyTemplate> templates, Exchange exchange) {
        this.templates = templates;
        this.exchange = exchange;
        this.context = exchange.context().put(NettyCall.class, this);
    }

    /** The call whose context this is. */
    static NettyCall in(ContextView context) {
        return context.get(NettyCall.class);
    }

    @Override
    public void start() {
        templates.of(exchange.request()).exchange().subscribe(this);
    }

    /** By which others find this call. */
    @Override
    public Context currentContext() {
        return context;
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
    Publisher<Void> send(HttpClientRequest outgoing, NettyOutbound out) {
        out.withConnection(connection -> loop = connection.channel().eventLoop());
        EventLoop connectionLoop = Objects.requireNonNull(loop);
        return new Mono<>() {
            @Override
            public void subscribe(CoreSubscriber<? super Void> actual) {
                connectionLoop.execute(() -> write(outgoing, out).subscribe(actual));
            }
        };
    }

    private Mono<Void> write(HttpClientRequest outgoing, NettyOutbound out) {
        try {
            if (!exchange.beginSending()) {
                out.withConnection(DisposableChannel::dispose);
                return Mono.never();
            }
            TransportRequest request = exchange.request();
            templates.of(request).copyHeadersTo(outgoing.requestHeaders());
            return out.send(Mono.just(Unpooled.wrappedBuffer(request.body()))).then();
        } catch (RuntimeException e) {
            return Mono.error(e);
        }
    }

    Mono<TransportResponse> read(HttpClientResponse response, ByteBufFlux body, int maxBytes) {
        return new BoundedResponse(response, body, exchange, maxBytes);
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
