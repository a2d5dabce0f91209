package ai.extracta.deletions.benchmarks.peers;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;

/** Collects a response. The future of the call reports a failure. */
final class ResponseCollector implements SdkAsyncHttpResponseHandler, Subscriber<ByteBuffer> {

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private volatile int status;

    int status() {
        return status;
    }

    int length() {
        return body.size();
    }

    @Override
    public void onHeaders(SdkHttpResponse head) {
        status = head.statusCode();
    }

    @Override
    public void onStream(Publisher<ByteBuffer> content) {
        content.subscribe(this);
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ByteBuffer part) {
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        body.writeBytes(bytes);
    }

    @Override
    public void onComplete() {}

    @Override
    public void onError(Throwable failure) {}
}
