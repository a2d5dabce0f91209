package ai.extracta.deletions.transport.netty;

import ai.extracta.deletions.transport.BodyCollector;
import ai.extracta.deletions.transport.Exchange;
import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportResponse;
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

/** Reads an answer to its end, or drops the connection as soon as it turns out to be too large. */
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

    private TransportResponse complete(ByteBuffer bytes) {
        return new TransportResponse(response.status().code(), headersIn(response.responseHeaders()), bytes);
    }

    private static Headers headersIn(HttpHeaders received) {
        String[] fields = new String[2 * received.size()];
        int at = 0;
        for (var each = received.iteratorCharSequence(); each.hasNext(); ) {
            Map.Entry<CharSequence, CharSequence> field = each.next();
            fields[at++] = field.getKey().toString();
            fields[at++] = field.getValue().toString();
        }
        return Headers.of(fields);
    }

    /** Why the answer must not be read, if so. */
    private Optional<TransportException> objection() {
        if (!solicited) {
            return Optional.of(
                    new TransportException(Kind.CONNECTION_LOST, false, "an answer came that nobody had asked for"));
        }
        return exchange.refusal(
                response.status().code(), response.responseHeaders().get(HttpHeaderNames.CONTENT_LENGTH, ""));
    }

    private final class Collector implements CoreSubscriber<ByteBuf>, Subscription {

        private final CoreSubscriber<? super TransportResponse> actual;
        private final BodyCollector collected = new BodyCollector(maxBytes);
        private boolean ended;
        private @Nullable Subscription upstream;

        Collector(CoreSubscriber<? super TransportResponse> actual) {
            this.actual = actual;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            upstream = subscription;
            actual.onSubscribe(this);
            objection()
                    .ifPresentOrElse(
                            failure -> drop(subscription, failure), () -> subscription.request(Long.MAX_VALUE));
        }

        @Override
        public void onNext(ByteBuf part) {
            int length = part.readableBytes();
            if (ended || upstream == null) {
                return;
            }
            if (!collected.add(length, (target, offset) -> part.readBytes(target, offset, length))) {
                drop(upstream, exchange.tooLarge());
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (!ended) {
                ended = true;
                actual.onError(failure);
            }
        }

        @Override
        public void onComplete() {
            if (!ended) {
                ended = true;
                actual.onNext(complete(collected.body()));
                actual.onComplete();
            }
        }

        @Override
        public void request(long n) {
            // The parts are wanted as fast as they come, the one answer made of them is emitted at their end.
        }

        @Override
        public void cancel() {
            ended = true;
            if (upstream != null) {
                upstream.cancel();
            }
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        private void drop(Subscription subscription, TransportException failure) {
            ended = true;
            subscription.cancel();
            actual.onError(failure);
        }
    }
}
