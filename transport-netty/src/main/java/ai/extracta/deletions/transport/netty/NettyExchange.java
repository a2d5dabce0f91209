package ai.extracta.deletions.transport.netty;

import ai.extracta.deletions.transport.HttpVersion;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.support.Exchange;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2StreamChannel;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
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

/** One exchange on Reactor Netty. */
final class NettyExchange implements Exchange.Handler, CoreSubscriber<TransportResponse> {

    /** How many streams may be granted in a row on connections that are closing. */
    private static final int MAX_GRANTS = 4;

    private final NettyRequestTemplates templates;
    private final Exchange exchange;
    private final Context context;
    private final int grantsLeft;

    private volatile boolean cancelled;
    private volatile @Nullable Subscription pendingAcquire;
    private volatile @Nullable Subscription upstream;
    private volatile @Nullable EventLoop eventLoop;
    private volatile @Nullable ErrorHandler errorHandler;
    private volatile @Nullable StreamFate streamFate;
    private volatile @Nullable NettyExchange successor;

    /** Set on the event loop when the connection is released: from then on another exchange may own it. */
    private volatile boolean finished;

    NettyExchange(NettyRequestTemplates templates, Exchange exchange, Context context) {
        this(templates, exchange, context, MAX_GRANTS);
    }

    private NettyExchange(NettyRequestTemplates templates, Exchange exchange, Context context, int grantsLeft) {
        this.templates = templates;
        this.exchange = exchange;
        this.context = context.put(NettyExchange.class, this);
        this.grantsLeft = grantsLeft;
    }

    static NettyExchange from(ContextView context) {
        return context.get(NettyExchange.class);
    }

    @Override
    public void start() {
        templates.get(exchange.request()).exchange().subscribe(this);
    }

    @Override
    public Context currentContext() {
        return context;
    }

    /** Called with the pending acquire, which {@link #cancel} cancels. */
    void onPendingAcquire(Subscription acquisition) {
        pendingAcquire = acquisition;
        if (cancelled) {
            acquisition.cancel();
        }
    }

    /**
     * May run while the connection is still delivering the previous response. Writing is deferred by one event-loop
     * task so that surplus bytes are never taken for this request's response.
     */
    Publisher<Void> send(HttpClientRequest outgoing, NettyOutbound out) {
        out.withConnection(connection -> {
            eventLoop = connection.channel().eventLoop();
            errorHandler = ErrorHandler.of(connection.channel().pipeline());
            errorHandler.begin(this);
            if (connection.channel() instanceof Http2StreamChannel stream) {
                streamFate = StreamFate.watch(stream, this);
            }
        });
        EventLoop connectionLoop = Objects.requireNonNull(eventLoop);
        return new Mono<>() {
            @Override
            public void subscribe(CoreSubscriber<? super Void> actual) {
                connectionLoop.execute(() -> guard(() -> write(outgoing, out).subscribe(actual)));
            }
        };
    }

    private Mono<Void> write(HttpClientRequest outgoing, NettyOutbound out) {
        StreamFate fate = streamFate;
        if (fate != null && fate.isConnectionClosing()) {
            onConnectionClosed();
        }
        if (successor != null) {
            return Mono.never();
        }
        if (!exchange.beginSending(fate == null ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_2)) {
            out.withConnection(DisposableChannel::dispose);
            return Mono.never();
        }
        TransportRequest request = exchange.request();
        templates.get(request).copyHeadersTo(outgoing.requestHeaders());
        return out.send(Mono.just(Unpooled.wrappedBuffer(request.body()))).then();
    }

    /** Neither an event loop nor Reactor passes an {@link Error} on, and an exchange must end whatever is thrown. */
    private void guard(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            exchange.abort(e);
        }
    }

    Mono<TransportResponse> read(HttpClientResponse response, ByteBufFlux body, int maxBytes) {
        if (streamFate != null) {
            StreamFate.removeAddedHeaders(response.responseHeaders());
        }
        return new BoundedResponse(response, body, exchange, maxBytes);
    }

    @Override
    public void cancel(boolean sending) {
        cancelled = true;
        NettyExchange next = successor;
        EventLoop connectionLoop = eventLoop;
        if (next != null) {
            next.cancel(sending);
        } else if (sending && connectionLoop != null) {
            connectionLoop.execute(() -> {
                if (!finished) {
                    cancelIfPresent(upstream);
                }
            });
        } else {
            cancelIfPresent(pendingAcquire);
            cancelIfPresent(upstream);
        }
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        upstream = subscription;
        if (cancelled) {
            subscription.cancel();
        } else {
            subscription.request(Long.MAX_VALUE);
        }
    }

    /**
     * Reactor Netty releases the connection only after this signal. Emitting in a later task lets an immediate next
     * call reuse it.
     */
    @Override
    public void onNext(TransportResponse response) {
        finish();
        guard(() -> Objects.requireNonNull(eventLoop, "a response without a request")
                .execute(() -> succeed(response)));
    }

    private void succeed(TransportResponse response) {
        exchange.succeed(response);
        forgetCaller();
    }

    /** A connection of HTTP/2 keeps the context of its last stream. */
    private void forgetCaller() {
        if (streamFate != null) {
            exchange.forgetCaller();
        }
    }

    @Override
    public void onError(Throwable failure) {
        if (successor != null) {
            return;
        }
        finish();
        exchange.fail(toTransportException(failure));
        forgetCaller();
    }

    private TransportException toTransportException(Throwable failure) {
        StreamFate fate = streamFate;
        if (fate == null || !exchange.isSending()) {
            return NettyExceptionMapper.toTransportException(failure, exchange);
        }
        if (fate.isHttp11Required()) {
            templates.requireHttp11();
        }
        return fate.toTransportException(failure)
                .orElseGet(() -> NettyExceptionMapper.toTransportException(failure, exchange));
    }

    private void finish() {
        finished = true;
        ErrorHandler handler = errorHandler;
        if (handler != null) {
            handler.end();
        }
    }

    /**
     * Called on the event loop. Reactor Netty does not terminate its own subscription in this case, so it is
     * cancelled here.
     */
    void onConnectionError(Throwable failure) {
        if (!finished) {
            onError(failure);
            cancelIfPresent(upstream);
        }
    }

    /** An exchange that has ended needs no exception, which would cost more than a tenth of its allocation. */
    void onConnectionClosed() {
        if (!finished) {
            onConnectionClosed(new ClosedChannelException());
        }
    }

    /** Called on the event loop. Nothing was sent if the pool had just granted a stream, so it can grant another. */
    void onConnectionClosed(IOException failure) {
        if (finished || streamFate == null || exchange.isSending() || grantsLeft == 1) {
            onConnectionError(failure);
        } else {
            acquireAgain();
        }
    }

    /** In a later task, when the pool knows which connections are closing. */
    private void acquireAgain() {
        finish();
        NettyExchange next = new NettyExchange(templates, exchange, context, grantsLeft - 1);
        successor = next;
        cancelIfPresent(upstream);
        if (!cancelled) {
            guard(() -> Objects.requireNonNull(eventLoop).execute(() -> guard(next::startUnlessCancelled)));
        }
    }

    private void startUnlessCancelled() {
        if (!cancelled) {
            start();
        }
    }

    /** Completion without a response is a failure. */
    @Override
    public void onComplete() {
        if (!finished) {
            exchange.fail(new TransportException(
                    Kind.PROTOCOL, exchange.isSending(), "the exchange completed without a response"));
        }
    }

    private static void cancelIfPresent(@Nullable Subscription subscription) {
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
