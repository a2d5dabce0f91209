package ai.extracta.deletions.transport.vertx;

import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.support.BodyCollector;
import ai.extracta.deletions.transport.support.Exchange;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Aggregates a response body, or drops the connection as soon as the body exceeds the maximum size. */
final class BoundedBodyCodec implements BodyCodec<BodyCollector>, BodyStream<BodyCollector> {

    private final VertxExchange vertxExchange;
    private final Promise<BodyCollector> result = Promise.promise();
    private final BodyCollector body;
    private final Duration maxIdleTime;
    private @Nullable AnnouncedKeepAlive keepAlive;

    BoundedBodyCodec(VertxExchange vertxExchange, TransportSettings settings) {
        this.vertxExchange = vertxExchange;
        this.body = new BodyCollector(settings.maxResponseBytes());
        this.maxIdleTime = settings.maxIdleTime();
    }

    @Override
    public BodyStream<BodyCollector> stream() {
        HttpClientResponse response = vertxExchange.response();
        Optional<TransportException> rejection = rejection(response);
        if (rejection.isPresent()) {
            throw abort(response, rejection.get());
        }
        keepAlive = AnnouncedKeepAlive.hide(response.headers(), maxIdleTime);
        return this;
    }

    private Optional<TransportException> rejection(HttpClientResponse response) {
        Exchange exchange = vertxExchange.exchange();
        try {
            String contentLength = response.getHeader(HttpHeaders.CONTENT_LENGTH);
            return exchange.checkHead(response.statusCode(), contentLength == null ? "" : contentLength);
        } catch (Throwable e) {
            return Optional.of(TransportException.of(e, exchange.isSending()));
        }
    }

    /** Vert.x does not pass an {@link Error} on, and an exchange must end whatever is thrown. */
    private boolean collect(Buffer chunk) {
        try {
            if (!body.add(chunk.length(), chunk::getBytes)) {
                vertxExchange.abort(vertxExchange.exchange().responseTooLarge());
                return false;
            }
            return true;
        } catch (Throwable e) {
            vertxExchange.abort(
                    TransportException.of(e, vertxExchange.exchange().isSending()));
            return false;
        }
    }

    private VertxException abort(HttpClientResponse response, TransportException failure) {
        response.exceptionHandler(reportedByTheCall -> {});
        vertxExchange.abort(failure);
        return new VertxException("the response was dropped", true);
    }

    @Override
    public Future<Void> write(Buffer chunk) {
        return collect(chunk)
                ? Future.succeededFuture()
                : Future.failedFuture(new VertxException("the response was dropped", true));
    }

    @Override
    public Future<Void> end() {
        vertxExchange.finished();
        Objects.requireNonNull(keepAlive).restore(vertxExchange.response().headers());
        result.tryComplete(body);
        return Future.succeededFuture();
    }

    @Override
    public void handle(Throwable failure) {
        result.tryFail(failure);
    }

    @Override
    public Future<BodyCollector> result() {
        return result.future();
    }

    @Override
    public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        return this;
    }

    @Override
    public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
        return this;
    }

    @Override
    public boolean writeQueueFull() {
        return false;
    }

    @Override
    public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
        return this;
    }
}
