package ai.extracta.deletions.internal.call;

import ai.extracta.deletions.CallListener;
import ai.extracta.deletions.internal.protocol.DeletionCodec;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/** Cold: each subscription is a new call. */
public final class CallMono extends Mono<DeletionReceipt> {

    private final CallSettings settings;
    private final ClientResources resources;
    private final DeletionRequest request;
    private final ByteBuffer body;

    private CallMono(CallSettings settings, ClientResources resources, DeletionRequest request) {
        this.settings = settings;
        this.resources = resources;
        this.request = request;
        this.body = DeletionCodec.encode(request);
    }

    public static Mono<DeletionReceipt> create(
            CallSettings settings, ClientResources resources, DeletionRequest request) {
        return onAssembly(new CallMono(settings, resources, request));
    }

    @Override
    public void subscribe(CoreSubscriber<? super DeletionReceipt> actual) {
        CallListener listener = settings.safeListener()
                .callStarted(
                        request,
                        actual.currentContext(),
                        resources.lease().transport().name(),
                        settings.endpoints().host());
        long startedAt = resources.timer().scheduler().now(TimeUnit.NANOSECONDS);
        actual.onSubscribe(new Call(new CallContext(settings, resources, request, body, listener, startedAt), actual));
    }
}
