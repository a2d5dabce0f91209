package ai.extracta.deletions.samples;

import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.support.Exchange;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Reads a response body to its end, unless it is too large. */
final class BoundedBodySubscriber implements HttpResponse.BodySubscriber<byte[]> {

    private final HttpResponse.BodySubscriber<byte[]> bytes = BodySubscribers.ofByteArray();
    private final Exchange exchange;
    private long remaining;

    BoundedBodySubscriber(HttpResponse.ResponseInfo head, Exchange exchange, int maxBytes) {
        this.exchange = exchange;
        this.remaining = maxBytes;
        exchange.checkHead(
                        head.statusCode(),
                        head.headers().firstValue("content-length").orElse(""))
                .ifPresent(BoundedBodySubscriber::fail);
    }

    private static void fail(TransportException failure) {
        throw failure;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return bytes.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        bytes.onSubscribe(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> chunks) {
        remaining -= chunks.stream().mapToLong(ByteBuffer::remaining).sum();
        if (remaining < 0) {
            throw exchange.responseTooLarge();
        }
        bytes.onNext(chunks);
    }

    @Override
    public void onError(Throwable failure) {
        bytes.onError(failure);
    }

    @Override
    public void onComplete() {
        bytes.onComplete();
    }
}
