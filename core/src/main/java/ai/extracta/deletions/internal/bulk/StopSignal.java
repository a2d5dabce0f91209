package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.model.DeletionRequest;
import org.jspecify.annotations.Nullable;

/** Why nothing more is sent, if so; the first reason wins, and the stream ends with it. */
final class StopSignal {

    private @Nullable Throwable reason;

    void stop(Throwable cause) {
        if (reason == null) {
            reason = cause;
        }
    }

    @Nullable Throwable reason() {
        return reason;
    }

    static CallRejectedException notSent(DeletionRequest request, Throwable reason) {
        return new CallRejectedException(request, "the stream of deletions ended before it was sent", reason);
    }
}
