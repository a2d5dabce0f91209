package ai.extracta.deletions.benchmarks.peers;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.http.async.SdkHttpContentPublisher;

/** Publishes a request body from memory. */
final class BytesPublisher implements SdkHttpContentPublisher {

    private final byte[] bytes;

    BytesPublisher(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public Optional<Long> contentLength() {
        return Optional.of((long) bytes.length);
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
        subscriber.onSubscribe(new Once(ByteBuffer.wrap(bytes), subscriber));
    }

    private static final class Once extends AtomicBoolean implements Subscription {

        private static final long serialVersionUID = 1;

        private final transient ByteBuffer content;
        private final transient Subscriber<? super ByteBuffer> subscriber;

        Once(ByteBuffer content, Subscriber<? super ByteBuffer> subscriber) {
            this.content = content;
            this.subscriber = subscriber;
        }

        @Override
        public void request(long demand) {
            if (compareAndSet(false, true)) {
                subscriber.onNext(content);
                subscriber.onComplete();
            }
        }

        @Override
        public void cancel() {
            set(true);
        }
    }
}
