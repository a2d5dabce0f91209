package ai.extracta.deletions.transport.vertx;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.streams.Pipe;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import org.jspecify.annotations.Nullable;

/**
 * A request body stream that is its own pipe. The pipe's destination is the {@link HttpClientRequest}, which the Web
 * Client does not expose otherwise; it is passed once a connection is acquired and before a byte is written. Without
 * it, the request could not be cancelled.
 */
final class RequestCapturingPipe implements ReadStream<Buffer>, Pipe<Buffer> {

    private final VertxExchange vertxExchange;

    RequestCapturingPipe(VertxExchange vertxExchange) {
        this.vertxExchange = vertxExchange;
    }

    @Override
    public Pipe<Buffer> pipe() {
        return this;
    }

    @Override
    public Future<Void> to(WriteStream<Buffer> destination) {
        vertxExchange.onConnection((HttpClientRequest) destination);
        return Future.succeededFuture();
    }

    @Override
    public Pipe<Buffer> endOnFailure(boolean end) {
        return this;
    }

    @Override
    public Pipe<Buffer> endOnSuccess(boolean end) {
        return this;
    }

    @Override
    public Pipe<Buffer> endOnComplete(boolean end) {
        return this;
    }

    @Override
    public void close() {}

    @Override
    public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        return this;
    }

    @Override
    public ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
        return this;
    }

    @Override
    public ReadStream<Buffer> pause() {
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        return this;
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        return this;
    }

    @Override
    public ReadStream<Buffer> endHandler(@Nullable Handler<Void> handler) {
        return this;
    }
}
