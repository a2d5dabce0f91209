package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Why nothing more is sent, if so; the first reason wins, and the stream ends with it. Thread-safe. */
final class StopSignal {

    private final AtomicReference<@Nullable Throwable> reason = new AtomicReference<>();

    void stop(Throwable cause) {
        reason.compareAndSet(null, cause);
    }

    @Nullable Throwable reason() {
        return reason.get();
    }

    static CallRejectedException notSent(DeletionRequest request, Throwable reason) {
        return new CallRejectedException(request, "the stream of deletions ended before it was sent", reason);
    }
}
