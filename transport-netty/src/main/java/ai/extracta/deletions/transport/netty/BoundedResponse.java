package ai.extracta.deletions.transport.netty;

import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.support.BodyCollector;
import ai.extracta.deletions.transport.support.Exchange;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClientResponse;
import reactor.util.context.Context;

/** Aggregates a response, or drops the connection as soon as the response exceeds the maximum size. */
final class BoundedResponse extends Mono<TransportResponse> {

    private final HttpClientResponse response;
    private final Flux<ByteBuf> body;
    private final Exchange exchange;
    private final int maxBytes;
    private final boolean solicited;

    BoundedResponse(HttpClientResponse response, Flux<ByteBuf> body, Exchange exchange, int maxBytes) {
        this.response = response;
        this.body = body;
        this.exchange = exchange;
        this.maxBytes = maxBytes;
        this.solicited = exchange.isSending();
    }

    @Override
    public void subscribe(CoreSubscriber<? super TransportResponse> actual) {
        body.subscribe(new Collector(actual));
    }

    private TransportResponse toResponse(ByteBuffer bytes) {
        return new TransportResponse(response.status().code(), toHeaders(response.responseHeaders()), bytes);
    }

    private static Headers toHeaders(HttpHeaders received) {
        String[] fields = new String[2 * received.size()];
        int index = 0;
        for (var iterator = received.iteratorCharSequence(); iterator.hasNext(); ) {
            Map.Entry<CharSequence, CharSequence> field = iterator.next();
            fields[index++] = field.getKey().toString();
            fields[index++] = field.getValue().toString();
        }
        return Headers.of(fields);
    }

    /** Why the response must not be read, if so. */
    private Optional<TransportException> rejection() {
        if (!solicited) {
            return Optional.of(new TransportException(Kind.CONNECTION_LOST, false, "received an unsolicited response"));
        }
        return exchange.checkHead(
                response.status().code(), response.responseHeaders().get(HttpHeaderNames.CONTENT_LENGTH, ""));
    }

    private final class Collector implements CoreSubscriber<ByteBuf>, Subscription {

        private final CoreSubscriber<? super TransportResponse> actual;
        private final BodyCollector collector = new BodyCollector(maxBytes);
        private boolean done;
        private @Nullable Subscription upstream;

        Collector(CoreSubscriber<? super TransportResponse> actual) {
            this.actual = actual;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            upstream = subscription;
            guard(() -> {
                actual.onSubscribe(this);
                rejection().ifPresentOrElse(this::abort, () -> subscription.request(Long.MAX_VALUE));
            });
        }

        @Override
        public void onNext(ByteBuf chunk) {
            if (!done) {
                guard(() -> collect(chunk));
            }
        }

        private void collect(ByteBuf chunk) {
            int length = chunk.readableBytes();
            if (!collector.add(length, (target, offset) -> chunk.readBytes(target, offset, length))) {
                abort(exchange.responseTooLarge());
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (!done) {
                done = true;
                actual.onError(failure);
            }
        }

        @Override
        public void onComplete() {
            if (!done) {
                guard(this::complete);
            }
        }

        private void complete() {
            TransportResponse complete = toResponse(collector.body());
            done = true;
            actual.onNext(complete);
            actual.onComplete();
        }

        /** Reactor Netty does not pass an {@link Error} on, and an exchange must end whatever is thrown. */
        private void guard(Runnable step) {
            try {
                step.run();
            } catch (Throwable e) {
                abort(TransportException.of(e, exchange.isSending()));
            }
        }

        @Override
        public void request(long n) {
            // Upstream demand is unbounded; the single aggregated response follows the last chunk.
        }

        @Override
        public void cancel() {
            done = true;
            if (upstream != null) {
                upstream.cancel();
            }
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        private void abort(TransportException failure) {
            done = true;
            if (upstream != null) {
                upstream.cancel();
            }
            actual.onError(failure);
        }
    }
}
