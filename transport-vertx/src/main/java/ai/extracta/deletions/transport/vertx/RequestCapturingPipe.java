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
 * The body of a request, as a stream that is its own pipe. This is how the Web Client hands out the request it would
 * otherwise keep to itself: the pipe's destination is that request, given once there is a connection and before a byte
 * is written. Only so can it be cancelled.
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
