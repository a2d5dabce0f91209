package ai.extracta.deletions.internal.call;

import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.internal.call.AttemptException.ResponseFailure;
import ai.extracta.deletions.internal.protocol.ApiResponse;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The failed attempts of one call, and what follows from them. Accessed by one signal at a time. */
final class RetryState {

    /** What follows a failed attempt. */
    sealed interface Decision {}

    /** With a refused key, the key is refreshed without delay because of this 401. */
    record Retry(Duration delay, @Nullable ResponseFailure refusedKey) implements Decision {}

    record GiveUp(DeletionException exception) implements Decision {}

    private final CallContext call;
    private final FailureHistory history = new FailureHistory();
    private boolean keyRefreshed;

    RetryState(CallContext call) {
        this.call = call;
    }

    FailureHistory history() {
        return history;
    }

    /**
     * Whether a response that does not find the resource ends the call as already absent: an earlier attempt may have
     * deleted it, or the caller wants it so, which needs a request for one resource. Of several files one may exist.
     */
    boolean provesAbsence(ApiResponse response) {
        return response.isNotFound()
                && (history.outcome() == Outcome.UNKNOWN
                        || (call.settings().notFoundMeansAbsent() && isSingle(call.request())));
    }

    private static boolean isSingle(DeletionRequest request) {
        return !(request instanceof DeleteFiles files) || files.fileIds().size() == 1;
    }

    /** The failure is the one added last. */
    Decision decide(AttemptException failure) {
        if (failure instanceof ResponseFailure refusal && shouldRefreshKey(refusal)) {
            keyRefreshed = true;
            return new Retry(Duration.ZERO, refusal);
        }
        try {
            return retryOrGiveUp(failure);
        } catch (Throwable thrownByTheCondition) {
            DeletionException exception = history.toException(call.request());
            exception.addSuppressed(thrownByTheCondition);
            return new GiveUp(exception);
        }
    }

    private boolean shouldRefreshKey(ResponseFailure failure) {
        CallSettings settings = call.settings();
        return !keyRefreshed
                && failure.isKeyRefused()
                && settings.tokens().isSupplied()
                && settings.retryRules().allowsKeyRefresh(history.count());
    }

    private Decision retryOrGiveUp(AttemptException failure) {
        RetryRules rules = call.settings().retryRules();
        Duration delay = failure.clientPause()
                .orElseGet(() -> rules.delayAfter(
                        failure, history.count(), call.resources().random()));
        boolean retries = delay.compareTo(Duration.ofNanos(call.remainingNanos())) < 0
                && rules.allowsRetry(
                        failure, history.count(), () -> failure.toException(call.request(), history.attempts()));
        if (!retries) {
            return new GiveUp(history.toException(call.request()));
        }
        return new Retry(delay, null);
    }
}
