package ai.extracta.deletions;

import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import java.nio.ByteBuffer;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/** Each subscription is another call. */
final class CallMono extends Mono<DeletionReceipt> {

    private final CallSettings settings;
    private final Resources resources;
    private final DeletionRequest request;
    private final ByteBuffer body;

    private CallMono(CallSettings settings, Resources resources, DeletionRequest request, ByteBuffer body) {
        this.settings = settings;
        this.resources = resources;
        this.request = request;
        this.body = body;
    }

    /** With what is hooked into the assembly of operators. */
    static Mono<DeletionReceipt> of(
            CallSettings settings, Resources resources, DeletionRequest request, ByteBuffer body) {
        return onAssembly(new CallMono(settings, resources, request, body));
    }

    @Override
    public void subscribe(CoreSubscriber<? super DeletionReceipt> actual) {
        ListenerGuard guard = settings.listener();
        DeletionListener listener =
                guard == null ? CallSettings.NOBODY : guard.callStarted(request, actual.currentContext());
        actual.onSubscribe(new Call(settings, resources, request, body, listener, actual));
    }
}
