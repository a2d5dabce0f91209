package ai.extracta.deletions.transport.vertx;

import ai.extracta.deletions.internal.transport.RequestTemplateCache;
import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.HttpVersion;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.support.BodyCollector;
import ai.extracta.deletions.transport.support.Exchange;
import io.vertx.core.Completable;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One exchange on the Vert.x Web Client. Runs on the event loop, except {@link #start} and {@link #cancel}.
 */
final class VertxExchange implements Exchange.Handler, Completable<HttpResponse<BodyCollector>> {

    private final VertxClient client;
    private final RequestTemplateCache<VertxRequestTemplate> templates;
    private final TransportSettings settings;
    private final Exchange exchange;

    private volatile boolean cancelled;
    private @Nullable VertxRequestTemplate template;
    private @Nullable HttpClientRequest outgoing;
    private @Nullable AddressFallback fallback;

    /** Set when the connection is released: from then on another exchange may own it. */
    private boolean finished;

    VertxExchange(
            VertxClient client,
            RequestTemplateCache<VertxRequestTemplate> templates,
            TransportSettings settings,
            Exchange exchange) {
        this.client = client;
        this.templates = templates;
        this.settings = settings;
        this.exchange = exchange;
    }

    /** Always in a later task: a call issued when a response arrives must find the connection released. */
    @Override
    public void start() {
        client.context().runOnContext(now -> guard(this::send));
    }

    private void send() {
        if (cancelled) {
            return;
        }
        VertxRequestTemplate requestTemplate = templates.get(exchange.request());
        template = requestTemplate;
        if (requestTemplate.hostToResolve().isEmpty()) {
            send(requestTemplate.request());
        } else {
            fallback = new AddressFallback(this, client.addresses(), requestTemplate.hostToResolve());
            fallback.start();
        }
    }

    void sendTo(InetAddress address) {
        finished = false;
        send(Objects.requireNonNull(template).requestTo(address));
    }

    boolean isCancelled() {
        return cancelled;
    }

    private void send(HttpRequest<Buffer> request) {
        request.copy()
                .as(new BoundedBodyCodec(this, settings))
                .sendStream(new RequestCapturingPipe(this))
                .onComplete(this);
    }

    /** Vert.x does not pass on what a callback throws, and an exchange must end whatever is thrown. */
    void guard(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            exchange.abort(e);
        }
    }

    /**
     * May run while the connection is still delivering the previous response. Writing is deferred by one event-loop
     * task so that surplus bytes are never taken for this request's response.
     */
    void onConnection(HttpClientRequest granted) {
        granted.exceptionHandler(reportedByTheResponse -> {});
        outgoing = granted;
        client.context().runOnContext(afterReading -> guard(() -> write(granted)));
    }

    /** Writes unless the exchange was cancelled. The Web Client chunks a stream of unknown length by default. */
    private void write(HttpClientRequest granted) {
        if (exchange.beginSending(version(granted))) {
            VertxRequestTemplate requestTemplate = Objects.requireNonNull(template);
            MultiMap headers = granted.setChunked(false).headers();
            requestTemplate.headers().forEach(headers::add);
            ByteBuffer body = exchange.request().body();
            granted.end(Buffer.buffer(body.remaining()).setBytes(0, body)).onFailure(this::onWriteFailure);
        } else {
            granted.cancel();
        }
    }

    /** A lent client may speak HTTP/2. */
    private static HttpVersion version(HttpClientRequest granted) {
        return granted.version() == io.vertx.core.http.HttpVersion.HTTP_2 ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1;
    }

    /** Any other failure closes the connection, which ends the exchange, unless a response was received before. */
    private void onWriteFailure(Throwable failure) {
        if (TransportException.isCausedBy(failure, Error.class)) {
            exchange.abort(failure);
        }
    }

    /** Vert.x cannot cancel a pending acquire; {@link #onConnection} returns the connection unused. */
    @Override
    public void cancel(boolean sending) {
        cancelled = true;
        if (sending) {
            client.context().runOnContext(now -> {
                if (!finished) {
                    dropConnection();
                }
            });
        }
    }

    Exchange exchange() {
        return exchange;
    }

    /** Available as soon as the body codec creates its stream. */
    HttpClientResponse response() {
        return Objects.requireNonNull(outgoing, "no request was sent")
                .response()
                .result();
    }

    /** Called when the response is complete, before the connection is released. */
    void finished() {
        finished = true;
    }

    /** Fails the exchange first: dropping the connection immediately fails the request with another exception. */
    void abort(TransportException failure) {
        finished = true;
        exchange.fail(failure);
        dropConnection();
    }

    private void dropConnection() {
        HttpClientRequest sent = outgoing;
        if (sent != null) {
            sent.cancel();
        }
    }

    /** Called with the complete response, or with a failure. */
    @Override
    public void complete(@Nullable HttpResponse<BodyCollector> response, @Nullable Throwable failure) {
        finished = true;
        if (response != null) {
            complete(response);
        } else {
            guard(() -> fail(
                    VertxExceptionMapper.toTransportException(Objects.requireNonNull(failure), exchange.isSending())));
        }
    }

    private void fail(TransportException failure) {
        if (fallback == null || cancelled) {
            end(failure);
        } else {
            fallback.failed(failure);
        }
    }

    void end(TransportException failure) {
        exchange.fail(failure);
    }

    private void complete(HttpResponse<BodyCollector> response) {
        TransportResponse complete;
        try {
            complete = new TransportResponse(
                    response.statusCode(),
                    toHeaders(response.headers()),
                    response.body().body());
        } catch (Throwable e) {
            exchange.abort(e);
            return;
        }
        exchange.succeed(complete);
    }

    private static Headers toHeaders(MultiMap received) {
        List<String> fields = new ArrayList<>(8); // received.size() would collect the names
        for (Map.Entry<String, String> field : received) {
            fields.add(field.getKey());
            fields.add(field.getValue());
        }
        return Headers.of(fields.toArray(String[]::new));
    }
}
